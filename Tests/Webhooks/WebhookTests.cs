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

[Collection("processes")]
public sealed class WebhookTests
{
    [Fact]
    public async Task Who_asked_is_told_once_that_all_is_done_and_can_tell_who_says_so()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await GatewayApp.StartAsync(null, Receiver.Settings);

        var id = await SubmitAsync(app.Client, receiver, "stand000001", "8VajtrESJzA");
        var told = await FirstAsync(receiver);
        await SubmitAsync(app.Client, receiver, "stand000002");
        await Eventually.TrueAsync(() => receiver.Messages.Count == 2, "the second submission is told too");

        Assert.Equal(Signed(told), told.Signature);
        Assert.InRange(long.Parse(told.Timestamp, CultureInfo.InvariantCulture), 1_700_000_000, 9_999_999_999);
        var body = JsonElement.Parse(told.Body);
        Assert.Equal("submission.done", body.GetProperty("type").GetString());
        var data = body.GetProperty("data");
        Assert.Equal(
            (id, $"/submissions/{id}"), (data.GetProperty("id").GetString(), data.GetProperty("status").GetString()));
        Assert.Equal((2, 1, 1), (
            data.GetProperty("total").GetInt32(),
            data.GetProperty("succeeded").GetInt32(),
            data.GetProperty("failed").GetInt32()));
        Assert.Single(receiver.Messages, message => message.Id == told.Id);
        var jobs = await app.GetAsync("/jobs?kind=webhook");
        Assert.Equal(2, jobs.GetProperty("items").GetArrayLength());
        Assert.True((await app.GetAsync($"/submissions/{id}")).GetProperty("done").GetBoolean());
    }

    [Fact]
    public async Task A_receiver_that_fails_is_told_again_with_the_same_message()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = number => number < 3 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK;
        await using var app = await GatewayApp.StartAsync(null, Receiver.Settings);

        await SubmitAsync(app.Client, receiver, "stand000001");
        var job = await Eventually.ValueAsync(
            () => app.GetAsync("/jobs?kind=webhook&state=succeeded"), page => page.GetProperty("items").GetArrayLength() == 1, "the third attempt succeeds");

        Assert.Equal(3, receiver.Messages.Count);
        Assert.Single(receiver.Messages.Select(message => (message.Id, message.Body)).Distinct());
        Assert.All(receiver.Messages, message => Assert.Equal(Signed(message), message.Signature));
        Assert.Equal(3, job.GetProperty("items")[0].GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task A_receiver_that_always_fails_is_given_up_and_can_be_told_again_by_hand()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = _ => HttpStatusCode.InternalServerError;
        await using var app = await GatewayApp.StartAsync(null, [.. Receiver.Settings, "Jobs:MaxAttempts=2"]);

        await SubmitAsync(app.Client, receiver, "stand000001");
        var failed = (await Eventually.ValueAsync(
            () => app.GetAsync("/jobs?kind=webhook&state=failed"), page => page.GetProperty("items").GetArrayLength() == 1, "it is given up")).GetProperty("items")[0];
        receiver.Answer = _ => HttpStatusCode.OK;
        using var again = await app.Client.PostAsync($"/jobs/{failed.GetProperty("id").GetString()}/retry", null);
        await Eventually.ValueAsync(
            () => app.GetAsync("/jobs?kind=webhook&state=succeeded"), page => page.GetProperty("items").GetArrayLength() == 1, "it is told at last");

        Assert.Equal("webhook-rejected", failed.GetProperty("failure").GetProperty("code").GetString());
        Assert.Equal(3, receiver.Messages.Count);
    }

    [Fact]
    public async Task What_was_not_told_when_the_process_died_is_told_by_the_next()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = _ => HttpStatusCode.ServiceUnavailable;
        await using var youTube = await global::StandIn.StandInHost.StartAsync(null);
        using var folder = new TempFolder();
        string[] settings =
        [
            $"Data:Path={folder.Path}", "Sources:Chain=youtube-api", "Sources:YouTubeApi:ApiKey=stand-in", $"Sources:YouTubeApi:BaseAddress={youTube.BaseAddress}",
            "Jobs:RetryBaseDelay=00:00:00.2", "Jobs:MaxAttempts=1000", "Jobs:RelayInterval=00:00:00.2", .. Receiver.Settings,
        ];

        await using (var first = await GatewayProcess.StartAsync(settings))
        {
            await SubmitAsync(first.Client, receiver, "stand000001");
            await FirstAsync(receiver);
            await first.KillAsync();
        }

        receiver.Answer = _ => HttpStatusCode.OK;
        await using var second = await GatewayProcess.StartAsync(settings);
        await Eventually.ValueAsync(
            () => second.GetAsync("/jobs?kind=webhook&state=succeeded"), page => page.GetProperty("items").GetArrayLength() == 1, "it is told");

        Assert.Single(receiver.Messages.Select(message => message.Id).Distinct());
    }

    [NeedsKafkaFact]
    public async Task Over_the_broker_with_two_gateways_it_is_told_once_and_of_a_file_too()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var system = await KafkaSystem.StartAsync(
            workers: 2, TimeSpan.FromMilliseconds(20), Receiver.Settings);
        var first = system.Gateway;
        await system.StartGatewayAsync();

        await SubmitAsync(first.Client, receiver, "stand000001", "stand000002");
        using var csv = new StringContent("link\nhttps://youtu.be/stand000003\n");
        csv.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var file = await system.Gateway.Client.PostAsync($"/files?webhook={Uri.EscapeDataString(receiver.Address)}", csv);
        Assert.Equal(HttpStatusCode.Accepted, file.StatusCode);
        await Eventually.TrueAsync(() => receiver.Messages.Count >= 2, "both are told");
        await SubmitAsync(system.Gateway.Client, receiver, "stand000004");
        await Eventually.TrueAsync(() => receiver.Messages.Count >= 3, "the third is told");

        var ids = receiver.Messages.Select(message => JsonElement.Parse(message.Body).GetProperty("data").GetProperty("id").GetString()).ToArray();
        Assert.Equal(ids.Distinct(), ids);
    }

    private static async Task<string> SubmitAsync(HttpClient client, Receiver receiver, params string[] links)
    {
        using var answer = await client.PostAsJsonAsync("/links", new { links, webhook = receiver.Address });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<Told> FirstAsync(Receiver receiver)
    {
        await Eventually.TrueAsync(() => !receiver.Messages.IsEmpty, "a message comes");
        return receiver.Messages.First();
    }

    /// <summary>As the convention describes it, from nothing but the secret and what came.</summary>
    private static string Signed(Told told)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(Receiver.Secret["whsec_".Length..]));
        foreach (var part in (string[])[told.Id, ".", told.Timestamp, ".", told.Body])
            hash.AppendData(Encoding.UTF8.GetBytes(part));
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }
}
