using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Api.Hosting;
using Jobs.Events;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Api.Events;

/// <summary>Writes server-sent events to one response. Used by one task.</summary>
internal sealed class EventSink(HttpResponse response) : IDisposable
{
    private readonly Utf8JsonWriter json = new(response.BodyWriter);
    private long sequence;

    public void Start()
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";

        // Proxies of the nginx family hold answers back unless told not to.
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    public void Write(JobEvent news)
    {
        if (news.Progress is { } progress)
        {
            // Without an id: progress that was missed is not worth resuming from.
            Write("progress", id: null, ProgressView.Of(news, progress), GatewayJson.Default.ProgressView);
            return;
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"{news.At.ToUnixTimeMilliseconds()}.{++sequence}");
        Write("job", id, JobEventView.Of(news), GatewayJson.Default.JobEventView);
    }

    public void WriteCounts(string name, CountsEventView counts, DateTimeOffset? endAt = null)
    {
        var id = endAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds()}.{EventId.End}")
            : null;
        Write(name, id, counts, GatewayJson.Default.CountsEventView);
    }

    /// <summary>A comment, which clients ignore: it keeps the connection from being taken for dead.</summary>
    public void WriteHeartbeat() => response.BodyWriter.Write(": heartbeat\n\n"u8);

    public async ValueTask FlushAsync(CancellationToken cancellationToken) =>
        await response.BodyWriter.FlushAsync(cancellationToken);

    public void Dispose() => json.Dispose();

    private void Write<T>(string name, string? id, T data, JsonTypeInfo<T> type)
    {
        var body = response.BodyWriter;
        if (id is not null)
            Encoding.ASCII.GetBytes($"id: {id}\n", body);
        Encoding.ASCII.GetBytes($"event: {name}\ndata: ", body);
        JsonSerializer.Serialize(json, data, type);
        json.Flush();
        json.Reset(body);
        body.Write("\n\n"u8);
    }
}
