using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tests.Gateway;
using Tests.Kafka;
using Tests.Kafka.Processes;
using Tests.Processes;
using Tests.Support;

namespace Tests.Webhooks;

[Collection(BrokerTests.Name)]
public sealed class WebhookTests
{
    [Fact]
    public async Task The_receiver_gets_one_signed_message_when_its_submission_is_done()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await GatewayApp.StartAsync(null, Receiver.Settings);

        var id = await SubmitAsync(app.Client, receiver, "stand000001", "8VajtrESJzA");
        var message = await FirstAsync(receiver);
        await SubmitAsync(app.Client, receiver, "stand000002");
        await Eventually.TrueAsync(() => receiver.Messages.Count == 2, "the second submission has a message too");

        Assert.Equal(Sign(message), message.Signature);
        Assert.InRange(long.Parse(message.Timestamp, CultureInfo.InvariantCulture), 1_700_000_000, 9_999_999_999);
        var body = JsonElement.Parse(message.Body);
        Assert.Equal("submission.done", body.GetProperty("type").GetString());
        var data = body.GetProperty("data");
        Assert.Equal(
            (id, $"/submissions/{id}"), (data.GetProperty("id").GetString(), data.GetProperty("status").GetString()));
        Assert.Equal((2, 1, 1), (
            data.GetProperty("total").GetInt32(),
            data.GetProperty("succeeded").GetInt32(),
            data.GetProperty("failed").GetInt32()));
        Assert.Single(receiver.Messages, other => other.Id == message.Id);
        var jobs = await app.GetAsync("/jobs?kind=webhook");
        Assert.Equal(2, jobs.GetProperty("items").GetArrayLength());
        Assert.True((await app.GetAsync($"/submissions/{id}")).GetProperty("done").GetBoolean());
    }

    [Fact]
    public async Task A_receiver_that_fails_gets_the_same_message_again()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Respond = number => number < 3 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK;
        await using var app = await GatewayApp.StartAsync(null, Receiver.Settings);

        await SubmitAsync(app.Client, receiver, "stand000001");
        var job = await JobAsync(app.GetAsync, "succeeded", "the third attempt succeeds");

        Assert.Equal(3, receiver.Messages.Count);
        Assert.Single(receiver.Messages.Select(message => (message.Id, message.Body)).Distinct());
        Assert.All(receiver.Messages, message => Assert.Equal(Sign(message), message.Signature));
        Assert.Equal(3, job.GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task A_webhook_that_failed_for_good_can_be_retried_by_hand()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Respond = _ => HttpStatusCode.InternalServerError;
        await using var app = await GatewayApp.StartAsync(null, [.. Receiver.Settings, "Jobs:MaxAttempts=2"]);

        await SubmitAsync(app.Client, receiver, "stand000001");
        var failed = await JobAsync(app.GetAsync, "failed", "the last attempt fails");
        receiver.Respond = _ => HttpStatusCode.OK;
        using var retry = await app.Client.PostAsync($"/jobs/{failed.GetProperty("id").GetString()}/retry", null);
        await JobAsync(app.GetAsync, "succeeded", "the retry succeeds");

        Assert.Equal("webhook-rejected", failed.GetProperty("failure").GetProperty("code").GetString());
        Assert.Equal(3, receiver.Messages.Count);
    }

    [Fact]
    public async Task A_webhook_that_was_not_delivered_when_the_process_died_is_delivered_by_the_next()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Respond = _ => HttpStatusCode.ServiceUnavailable;
        await using var youTube = await global::StandIn.StandInHost.StartAsync(null);
        using var folder = new TempFolder();
        string[] settings =
        [
            $"Data:Path={folder.Path}", "Sources:Chain=youtube-api", "Sources:YouTubeApi:ApiKey=stand-in",
            $"Sources:YouTubeApi:BaseAddress={youTube.BaseAddress}", "Jobs:RetryBaseDelay=00:00:00.2",
            "Jobs:MaxAttempts=1000", "Jobs:RelayInterval=00:00:00.2", .. Receiver.Settings,
        ];

        await using (var first = await GatewayProcess.StartAsync(settings))
        {
            await SubmitAsync(first.Client, receiver, "stand000001");
            await FirstAsync(receiver);
            await first.KillAsync();
        }

        receiver.Respond = _ => HttpStatusCode.OK;
        await using var second = await GatewayProcess.StartAsync(settings);
        await JobAsync(second.GetAsync, "succeeded", "the webhook is delivered");

        Assert.Single(receiver.Messages.Select(message => message.Id).Distinct());
    }

    [NeedsKafkaFact]
    public async Task Over_the_broker_with_two_gateways_each_submission_and_file_has_one_message()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var system = await KafkaSystem.StartAsync(
            workers: 2, TimeSpan.FromMilliseconds(20), Receiver.Settings);
        var first = system.Gateway;
        await system.StartGatewayAsync();

        await SubmitAsync(first.Client, receiver, "stand000001", "stand000002");
        using var csv = new StringContent("link\nhttps://youtu.be/stand000003\n");
        csv.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var file = await system.Gateway.Client.PostAsync(
            $"/files?webhook={Uri.EscapeDataString(receiver.Address)}", csv);
        Assert.Equal(HttpStatusCode.Accepted, file.StatusCode);
        await Eventually.TrueAsync(() => receiver.Messages.Count >= 2, "both have a message");
        await SubmitAsync(system.Gateway.Client, receiver, "stand000004");
        await Eventually.TrueAsync(() => receiver.Messages.Count >= 3, "the third has a message");

        var ids = receiver.Messages
            .Select(message => JsonElement.Parse(message.Body).GetProperty("data").GetProperty("id").GetString())
            .ToArray();
        Assert.Equal(ids.Distinct(), ids);
    }

    /// <summary>Waits for the one webhook job in a state.</summary>
    private static async Task<JsonElement> JobAsync(Func<string, Task<JsonElement>> get, string state, string what)
    {
        var page = await Eventually.ValueAsync(
            () => get($"/jobs?kind=webhook&state={state}"),
            page => page.GetProperty("items").GetArrayLength() == 1,
            what);
        return page.GetProperty("items")[0];
    }

    private static async Task<string> SubmitAsync(HttpClient client, Receiver receiver, params string[] links)
    {
        using var answer = await client.PostAsJsonAsync("/links", new { links, webhook = receiver.Address });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<WebhookMessage> FirstAsync(Receiver receiver)
    {
        await Eventually.TrueAsync(() => !receiver.Messages.IsEmpty, "a message arrives");
        return receiver.Messages.First();
    }

    /// <summary>Signs a message by the convention, from only the secret and the message.</summary>
    private static string Sign(WebhookMessage message)
    {
        using var hash = IncrementalHash.CreateHMAC(
            HashAlgorithmName.SHA256, Convert.FromBase64String(Receiver.Secret["whsec_".Length..]));
        foreach (var part in (string[])[message.Id, ".", message.Timestamp, ".", message.Body])
            hash.AppendData(Encoding.UTF8.GetBytes(part));
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }
}
