using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using StandIn;
using StandIn.Faults;
using StandIn.Requests;
using StandIn.Settings;

namespace Tests.StandIn;

public sealed class FaultTests
{
    [Fact]
    public async Task Latency_delays_metadata_and_nothing_else()
    {
        await using var standIn = await StandInHost.StartAsync(new() { Latency = TimeSpan.FromMilliseconds(400) });
        using var http = new HttpClient { BaseAddress = standIn.BaseAddress };
        await http.GetStringAsync("sw.js_data");

        var watch = Stopwatch.StartNew();
        await http.GetStringAsync(OEmbed("standabcdef"));

        // Timers of the runtime may be some milliseconds early.
        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(300), $"It took {watch.Elapsed}.");
        Assert.Equal(TimeSpan.Zero, Chance.Of(standIn.Settings, SourceRoute.Media, "standabcdef", 0).Latency);
    }

    [Theory]
    [InlineData(Distribution.Normal)]
    [InlineData(Distribution.Uniform)]
    public void Latency_is_spread_around_its_mean(object distribution)
    {
        var settings = new StandInSettings
        {
            Latency = TimeSpan.FromSeconds(1.2), Spread = TimeSpan.FromSeconds(0.2),
            Distribution = (Distribution)distribution,
        };

        var seconds = Enumerable.Range(0, 20_000)
            .Select(nth => Chance.Of(settings, SourceRoute.Player, "standabcdef", nth).Latency.TotalSeconds).ToArray();

        Assert.Equal(1.2, seconds.Average(), 0.01);
        var deviation = Math.Sqrt(seconds.Average(value => Math.Pow(value - 1.2, 2)));
        Assert.Equal(distribution is Distribution.Normal ? 0.2 : 0.2 / Math.Sqrt(3), deviation, 0.01);
    }

    [Fact]
    public void Errors_come_at_their_rates_and_again_with_the_same_seed()
    {
        var settings = new StandInSettings
        {
            Errors = new() { TooManyRequests = 0.1, ServerError = 0.1, Reset = 0.1, Garbage = 0.1, SlowBody = 0.1 },
        };

        var faults = Draw(settings);

        Assert.All(Enum.GetValues<Fault>(), fault =>
            Assert.Equal(
                fault is Fault.None ? 0.5 : 0.1, faults.Count(drawn => drawn == fault) / (double)faults.Length, 0.01));
        Assert.Equal(faults, Draw(settings));
        Assert.NotEqual(faults, Draw(settings with { Seed = 2 }));

        static Fault[] Draw(StandInSettings settings) =>
            [.. Enumerable.Range(0, 20_000).Select(
                number => Chance.Of(settings, SourceRoute.OEmbed, $"stand{number:D6}", 0).Fault)];
    }

    [Fact]
    public async Task Each_error_looks_as_it_does_in_the_world()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var http = new HttpClient { BaseAddress = standIn.BaseAddress };

        standIn.Settings = new() { Errors = new() { TooManyRequests = 1 }, RetryAfter = TimeSpan.FromSeconds(7) };
        using (var answer = await http.GetAsync(OEmbed("standabcdef")))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter!.Delta);
        }

        standIn.Settings = new() { Errors = new() { ServerError = 1 } };
        using (var answer = await http.GetAsync(OEmbed("standabcdef")))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);

        standIn.Settings = new() { Errors = new() { Reset = 1 } };
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(OEmbed("standabcdef")));

        standIn.Settings = new() { Errors = new() { Garbage = 1 } };
        using (var answer = await http.GetAsync(OEmbed("standabcdef")))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.StartsWith("<!doctype html>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        standIn.Settings = new() { Errors = new() { SlowBody = 1 }, SlowBody = TimeSpan.FromMilliseconds(400) };
        var watch = Stopwatch.StartNew();
        Assert.Contains("Stand-in video", await http.GetStringAsync(OEmbed("standabcdef")), StringComparison.Ordinal);
        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(300), $"It took {watch.Elapsed}.");

        var count = standIn.Requests.Of("standabcdef");
        Assert.Equal((5, 1), (count.Asked, count.Answered));
    }

    [Fact]
    public async Task A_route_can_differ_from_the_rest()
    {
        await using var standIn = await StandInHost.StartAsync(new()
        {
            Errors = new() { ServerError = 1 },
            Routes = new Dictionary<SourceRoute, RouteSettings> { [SourceRoute.OEmbed] = new() { Errors = new() } },
        });
        using var http = new HttpClient { BaseAddress = standIn.BaseAddress };

        using var page = await http.GetAsync("watch?v=standabcdef");
        using var embed = await http.GetAsync(OEmbed("standabcdef"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Equal(HttpStatusCode.OK, embed.StatusCode);
    }

    [Fact]
    public async Task Beyond_the_limit_of_a_minute_requests_are_refused()
    {
        await using var standIn = await StandInHost.StartAsync(new() { RequestsPerMinute = 3 });
        using var http = new HttpClient { BaseAddress = standIn.BaseAddress };

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(number => http.GetAsync(OEmbed($"stand{number:D6}"))));

        Assert.Equal(3, answers.Count(answer => answer.IsSuccessStatusCode));
        var refused = answers.First(answer => answer.StatusCode is HttpStatusCode.TooManyRequests);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal(2, standIn.Requests.Report().Refused);
    }

    [Fact]
    public async Task Settings_are_read_and_replaced_over_http()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var http = new HttpClient { BaseAddress = standIn.BaseAddress };

        using var put = await http.PutAsJsonAsync("standin/settings", new
        {
            latency = "00:00:01.2", distribution = "uniform", errors = new { garbage = 0.5 },
            routes = new { oEmbed = new { latency = "00:00:02" } },
        });
        using var refused = await http.PutAsJsonAsync("standin/settings",
            new { errors = new { garbage = 0.6, reset = 0.6 } });
        var got = await http.GetStringAsync("standin/settings");

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1.2), standIn.Settings.Latency);
        Assert.Equal(Distribution.Uniform, standIn.Settings.Distribution);
        Assert.Equal(TimeSpan.FromSeconds(2), standIn.Settings.For(SourceRoute.OEmbed).Latency);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("together at most 1", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\"distribution\":\"uniform\"", got, StringComparison.Ordinal);
    }

    private static string OEmbed(string id) => $"oembed?url=https://youtu.be/{id}&format=json";
}
