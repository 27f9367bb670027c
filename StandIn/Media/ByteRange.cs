using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace StandIn.Media;

/// <summary>
/// The part of a stream that a request asks for: <paramref name="From"/> inclusive, <paramref name="To"/> inclusive.
/// </summary>
internal readonly record struct ByteRange(long From, long To)
{
    public long Length => To - From + 1;

    /// <summary>
    /// Reads <c>range=a-b</c> of the query, which is how players ask, or the <c>Range</c> header. The query's form is
    /// answered 200 without <c>Content-Range</c>, and 404 beyond the end; the header's 206 and 416.
    /// </summary>
    public static (ByteRange Range, int Status) Read(HttpRequest request, long length)
    {
        if (request.Query["range"].ToString() is { Length: > 0 } query)
        {
            return query.Split('-') is [var first, var last] && Number(first) is { } from && from < length
                ? (new ByteRange(from, Math.Min(Number(last)
                ?? long.MaxValue, length - 1)) is { Length: > 0 } asked ? (asked, 200) : (default, 404))
                : (default, 404);
        }

        // RFC 9110: a header that cannot be read, or asks for several ranges, is as good as none.
        if (!RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var header) || header.Ranges.Count != 1
            || header.Unit != "bytes")
            return (new ByteRange(0, length - 1), 200);
        var range = header.Ranges.Single();
        var start = range.From ?? Math.Max(0, length - range.To!.Value);
        var end = range.From is null ? length - 1 : Math.Min(range.To ?? long.MaxValue, length - 1);
        return start < length && start <= end ? (new ByteRange(start, end), 206) : (default, 416);
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
