using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tests.Webhooks;

/// <summary>Somebody who is told: remembers what came, and answers as the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly WebApplication app;

    private Receiver(WebApplication app)
    {
        this.app = app;
        app.MapPost("/told", TakeAsync);
    }

    public string Address => $"{app.Urls.First()}/told";

    public ConcurrentQueue<Told> Messages { get; } = new();

    /// <summary>What is answered, by the number of the message from 1.</summary>
    public Func<int, HttpStatusCode> Answer { get; set; } = _ => HttpStatusCode.NoContent;

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new Receiver(builder.Build());
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>
    /// Settings of a gateway and its workers that may tell this. A machine that stands still for a while makes no
    /// message a second one.
    /// </summary>
    public static string[] Settings =>
    [
        $"Webhooks:Secret={Secret}", "Webhooks:AllowLoopback=true", "Webhooks:Timeout=00:02:00", "Jobs:Lease=00:05:00",
        "Jobs:WebhookInterval=00:00:00.1", "Jobs:WebhookSweep=00:00:01",

        // A mark of the queue that comes late, after an attempt that failed at once, passes for one of the next
        // attempt.
        "Jobs:RedeliveryDelay=00:00:01",
    ];

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var headers = context.Request.Headers;
        Messages.Enqueue(new Told(
            headers["webhook-id"].ToString(),
            headers["webhook-timestamp"].ToString(),
            headers["webhook-signature"].ToString(),
            body));
        context.Response.StatusCode = (int)Answer(Messages.Count);
    }
}

internal sealed record Told(string Id, string Timestamp, string Signature, string Body);
