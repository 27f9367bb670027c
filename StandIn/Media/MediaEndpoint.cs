using System.Buffers;
using System.Globalization;
using StandIn.Faults;
using StandIn.Requests;
using StandIn.Settings;
using StandIn.Videos;

namespace StandIn.Media;

/// <summary><c>GET</c> and <c>HEAD /videoplayback?id=…&amp;itag=…&amp;clen=…</c>: the bytes of a stream.</summary>
internal sealed class MediaEndpoint(
    Catalogue catalogue, MediaLibrary library, MediaFaultLedger faults, CurrentSettings settings, SourceGate gate,
    RequestLog log, TimeProvider time)
{
    private const int Piece = 64 * 1024;

    // Beyond this a client that waits for a stalled response has lost its patience; the connection must not stay for
    // good.
    private static readonly TimeSpan LongestStall = TimeSpan.FromMinutes(10);

    public async Task ServeAsync(HttpContext http)
    {
        var id = http.Request.Query["id"].ToString();
        using var visit = log.Enter(SourceRoute.Media, id);

        // A slow body is a matter of bytesPerSecond here, so that fault changes nothing.
        if (await gate.PassAsync(http, visit) is not null)
            await AnswerAsync(http, visit);
    }

    private async Task AnswerAsync(HttpContext http, RequestLog.Visit visit)
    {
        if (catalogue.Find(visit.Video) is not { } video
            || FormatIn(http.Request, video) is not { Length: { } announced } format)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var length = Math.Max(1, announced + settings.Value.Media.WrongLengthBy);
        var (range, status) = ByteRange.Read(http.Request, length);
        http.Response.StatusCode = faults.IsForbidden(video.Id, format.Itag) ? StatusCodes.Status403Forbidden : status;
        if (http.Response.StatusCode >= 400)
        {
            if (http.Response.StatusCode == StatusCodes.Status416RangeNotSatisfiable)
                http.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");
            return;
        }

        http.Response.ContentType = format.MimeType.Split(';', 2)[0];
        http.Response.ContentLength = range.Length;
        http.Response.Headers.AcceptRanges = "bytes";
        if (status == StatusCodes.Status206PartialContent)
            http.Response.Headers.ContentRange = string.Create(
                CultureInfo.InvariantCulture, $"bytes {range.From}-{range.To}/{length}");
        if (HttpMethods.IsHead(http.Request.Method))
            visit.End(isAnswered: true);
        else
            await WriteAsync(http, visit, format, announced, range);
    }

    // The same format exists twice where a stream with evened-out loudness was recorded; the length tells them apart.
    private static StreamFormat? FormatIn(HttpRequest request, StandInVideo video)
    {
        if (!int.TryParse(request.Query["itag"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture,
            out var itag))
            return null;
        var formats = video.Formats.Where(format => format.Itag == itag).ToArray();
        return formats.FirstOrDefault(
            format => format.Length?.ToString(CultureInfo.InvariantCulture) == request.Query["clen"].ToString())
            ?? formats.FirstOrDefault();
    }

    private async Task WriteAsync(
        HttpContext http, RequestLog.Visit visit, StreamFormat format, long announced, ByteRange range)
    {
        var file = await library.OpenAsync(visit.Video, format, announced, range, http.RequestAborted);
        var plan = MediaFaultPlan.Of(settings.Value.Media);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var began = time.GetTimestamp();
            for (long sent = 0; sent < range.Length;)
            {
                if (sent == plan.EndsAfter)
                {
                    if (faults.Take(visit.Video, format.Itag))
                    {
                        await EndAsync(http, plan);
                        return;
                    }

                    plan = MediaFaultPlan.Whole;
                }

                var count = (int)Math.Min(Piece, Math.Min(range.Length, plan.EndsAfter) - sent);
                await file.ReadAsync(range.From + sent, buffer.AsMemory(0, count), http.RequestAborted);
                sent += count;
                faults.Sent(visit.Video, format.Itag, count);
                if (sent == range.Length)
                    visit.End(isAnswered: true);
                await http.Response.Body.WriteAsync(buffer.AsMemory(0, count), http.RequestAborted);
                await PaceAsync(sent, began, http.RequestAborted);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task PaceAsync(long sent, long began, CancellationToken cancellationToken)
    {
        if (settings.Value.Media.BytesPerSecond is not { } speed)
            return;
        var ahead = TimeSpan.FromSeconds(sent / (double)speed) - time.GetElapsedTime(began);
        if (ahead > TimeSpan.Zero)
            await Task.Delay(ahead, time, cancellationToken);
    }

    private async Task EndAsync(HttpContext http, MediaFaultPlan plan)
    {
        // What was written must have left before the end, or the client would see less than it was promised.
        await http.Response.Body.FlushAsync(http.RequestAborted);
        if (plan.Stalls)
            await Task.Delay(LongestStall, time, http.RequestAborted);
        http.Abort();
    }
}
