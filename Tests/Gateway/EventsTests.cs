using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using StandIn.Settings;

namespace Tests.Gateway;

public sealed class EventsTests
{
    [Fact]
    public async Task The_stream_of_a_submission_goes_from_its_snapshot_to_its_end()
    {
        await using var app = await GatewayApp.StartAsync(
            new StandInSettings { Latency = TimeSpan.FromMilliseconds(300) });
        var id = await app.SubmitAsync("stand000001", "stand000002", "stand000003");

        var events = await ReadAsync(app, id, lastEventId: null);

        Assert.Equal("snapshot", events[0].EventType);
        Assert.Equal("done", events[^1].EventType);
        Assert.Equal(3, Counts(events[^1]).GetProperty("succeeded").GetInt32());
        var last = events.Where(e => e.EventType == "job").Select(e => JsonDocument.Parse(e.Data).RootElement)
            .GroupBy(job => job.GetProperty("videoId").GetString())
            .Select(jobs => jobs.Last().GetProperty("state").GetString());
        Assert.Equal(["Succeeded", "Succeeded", "Succeeded"], last);
    }

    [Fact]
    public async Task A_stream_resumes_after_the_last_event_received()
    {
        await using var app = await GatewayApp.StartAsync();
        var id = await app.SubmitAsync("stand000001");
        await app.UntilDoneAsync(id);
        var first = await ReadAsync(app, id, lastEventId: null);
        var seen = first.Last(e => e.EventType == "job").EventId!;

        var resumed = await ReadAsync(app, id, seen);
        var afterTheEnd = await GetAsync(app, id, first[^1].EventId!);

        Assert.Equal("done", resumed[^1].EventType);
        Assert.Contains(resumed, e => e.EventType == "job");
        Assert.Equal(HttpStatusCode.NoContent, afterTheEnd.StatusCode);
    }

    [Fact]
    public async Task An_invalid_event_id_starts_from_the_beginning()
    {
        await using var app = await GatewayApp.StartAsync();
        var id = await app.SubmitAsync("stand000001");
        await app.UntilDoneAsync(id);

        foreach (var lastEventId in new[] { "nonsense", "99999999999999999999.1", "-1.end", "1" })
            Assert.Equal("done", (await ReadAsync(app, id, lastEventId))[^1].EventType);
    }

    [Fact]
    public async Task The_stream_of_everything_has_the_events_of_every_submission()
    {
        await using var app = await GatewayApp.StartAsync();
        using var response = await app.Client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var events = SseParser.Create(stream).EnumerateAsync(deadline.Token).GetAsyncEnumerator(deadline.Token);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("snapshot", events.Current.EventType);

        await app.SubmitAsync("stand000001");

        while (await events.MoveNextAsync() && !IsSuccess(events.Current))
            Assert.NotEqual("done", events.Current.EventType);
        Assert.Contains("stand000001", events.Current.Data, StringComparison.Ordinal);

        static bool IsSuccess(SseItem<string> item) =>
            item.EventType == "job" && item.Data.Contains("Succeeded", StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> GetAsync(GatewayApp app, string id, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/submissions/{id}/events");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return await app.Client.SendAsync(request);
    }

    private static async Task<List<SseItem<string>>> ReadAsync(GatewayApp app, string id, string? lastEventId)
    {
        using var response = await GetAsync(app, id, lastEventId);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var events = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
            events.Add(item);
        return events;
    }

    private static JsonElement Counts(SseItem<string> item) =>
        JsonDocument.Parse(item.Data).RootElement.GetProperty("counts");
}
