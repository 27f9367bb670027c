using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Adapters.YouTubeSources.YtDlp.Serving;

/// <summary>Reads lines and counted bytes from the standard output of a server. Used by one reader at a time.</summary>
internal sealed class AnswerStream(Stream stream)
{
    /// <summary>Maximum length of a line; the longest one holds a path.</summary>
    private const int MaxLine = 16 * 1024;

    private readonly byte[] buffer = new byte[MaxLine];
    private int start;
    private int end;

    /// <summary>Reads a line of JSON.</summary>
    /// <returns>Null when the stream ended, or the line is too long or something else.</returns>
    public async Task<T?> ReadAsync<T>(JsonTypeInfo<T> form) where T : class
    {
        int length;
        while ((length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n')) < 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length || await stream.ReadAsync(buffer.AsMemory(end)) is not (var read and > 0))
                return null;
            end += read;
        }

        var line = buffer.AsMemory(start, length);
        start += length + 1;
        try
        {
            return JsonSerializer.Deserialize(line.Span, form);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads exactly <paramref name="count"/> bytes.</summary>
    /// <exception cref="EndOfStreamException">The stream ended before.</exception>
    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        var buffered = Math.Min(count, end - start);
        buffer.AsSpan(start, buffered).CopyTo(bytes);
        start += buffered;
        await stream.ReadExactlyAsync(bytes.AsMemory(buffered));
        return bytes;
    }
}
