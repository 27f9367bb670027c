using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Api.Hosting;
using Jobs.Events;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Api.Events;

/// <summary>Writes server-sent events to one response. Used by one task at a time.</summary>
internal sealed class EventSink(HttpResponse response) : IDisposable
{
    private readonly Utf8JsonWriter json = new(response.BodyWriter);
    private long sequence;

    public void Start()
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";

        // Without this, nginx and its relatives buffer responses.
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    public void Write(JobEvent jobEvent)
    {
        if (jobEvent.Progress is { } progress)
        {
            // Without an ID: a client does not resume from progress.
            Write("progress", id: null, ProgressView.Of(jobEvent, progress), GatewayJson.Default.ProgressView);
            return;
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"{jobEvent.At.ToUnixTimeMilliseconds()}.{++sequence}");
        Write("job", id, JobEventView.Of(jobEvent), GatewayJson.Default.JobEventView);
    }

    public void WriteCounts(string name, CountsEventView counts, DateTimeOffset? endAt = null)
    {
        var id = endAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds()}.{EventId.End}")
            : null;
        Write(name, id, counts, GatewayJson.Default.CountsEventView);
    }

    /// <summary>Writes a comment, which clients ignore, so that proxies keep the connection open.</summary>
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
