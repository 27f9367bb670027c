using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tests.Webhooks;

/// <summary>Receives webhooks: keeps the messages, and responds as the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly WebApplication app;

    private Receiver(WebApplication app)
    {
        this.app = app;
        app.MapPost("/webhook", ReceiveAsync);
    }

    public string Address => $"{app.Urls.First()}/webhook";

    public ConcurrentQueue<WebhookMessage> Messages { get; } = new();

    /// <summary>Chooses the response by the number of the message, from 1.</summary>
    public Func<int, HttpStatusCode> Respond { get; set; } = _ => HttpStatusCode.NoContent;

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
    /// Settings of a gateway and its workers that may notify this receiver. A machine that stalls must not repeat a
    /// message.
    /// </summary>
    public static string[] Settings =>
    [
        $"Webhooks:Secret={Secret}", "Webhooks:AllowLoopback=true", "Webhooks:Timeout=00:02:00", "Jobs:Lease=00:05:00",
        "Jobs:WebhookInterval=00:00:00.1", "Jobs:WebhookSweep=00:00:01",

        // A late publish confirmation, after an attempt that failed immediately, counts for the next attempt.
        "Jobs:RedeliveryDelay=00:00:01",
    ];

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var headers = context.Request.Headers;
        Messages.Enqueue(new WebhookMessage(
            headers["webhook-id"].ToString(),
            headers["webhook-timestamp"].ToString(),
            headers["webhook-signature"].ToString(),
            body));
        context.Response.StatusCode = (int)Respond(Messages.Count);
    }
}

internal sealed record WebhookMessage(string Id, string Timestamp, string Signature, string Body);
