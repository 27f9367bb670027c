using System.Net.Http.Json;
using System.Text.Json;
using StandIn;
using StandIn.Requests;

namespace Tests.StandIn;

public sealed class RequestLogTests
{
    [Fact]
    public async Task Every_request_is_counted_by_route_and_video_whatever_arrives_at_once()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var http = new HttpClient { BaseAddress = standIn.BaseAddress };
        var ids = Enumerable.Range(0, 200).Select(number => $"stand{number:D6}").ToArray();

        await Parallel.ForEachAsync(ids.Concat(ids[..50]), new ParallelOptions { MaxDegreeOfParallelism = 20 },
            async (id, cancellation) =>
            await http.GetStringAsync($"oembed?url=https://youtu.be/{id}&format=json", cancellation));

        var report = await http.GetFromJsonAsync<JsonElement>("standin/requests");
        Assert.Equal(250, report.GetProperty("routes").GetProperty("oEmbed").GetProperty("answered").GetInt64());
        Assert.Equal(200, report.GetProperty("videos").EnumerateObject().Count());
        Assert.All(ids, (id, index) => Assert.Equal(index < 50 ? 2 : 1, standIn.Requests.Of(id).Asked));
        Assert.InRange(report.GetProperty("mostAtOnce").GetInt32(), 1, 20);
    }

    [Fact]
    public async Task The_counts_can_be_set_back()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var http = new HttpClient { BaseAddress = standIn.BaseAddress };
        await http.GetStringAsync("watch?v=standabcdef");

        using var deleted = await http.DeleteAsync("standin/requests");

        Assert.True(deleted.IsSuccessStatusCode);
        Assert.Equal(default, standIn.Requests.Of("standabcdef"));
        Assert.Equal(0, standIn.Requests.Report().Asked);
    }

    [Fact]
    public void Only_a_bounded_number_of_videos_is_remembered()
    {
        var log = new RequestLog();

        for (var number = 0; number < RequestLog.MaxVideos + 10; number++)
            log.Enter(SourceRoute.OEmbed, number.ToString("D11", null));

        var report = log.Report();
        Assert.Equal(RequestLog.MaxVideos, report.Videos.Count);
        Assert.Equal(RequestLog.MaxVideos + 10, report.Asked);
    }
}
