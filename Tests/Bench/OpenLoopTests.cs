using System.Globalization;
using Bench.Fleet;
using Bench.Loads;
using StandIn;
using StandIn.Settings;

namespace Tests.Bench;

public sealed class OpenLoopTests
{
    /// <summary>Far above what any of these takes, for machines that do much else.</summary>
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Far more than any timer wakes early: .NET's tick with the coarse clock, which may be 10 ms behind.
    /// </summary>
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task A_source_without_any_pipeline_has_the_latency_that_it_was_given()
    {
        var latency = TimeSpan.FromMilliseconds(500);
        await using var standIn = await StandInHost.StartAsync(new StandInSettings { Latency = latency });
        using var client = new HttpClient();
        var source = new StandInClient(client, standIn.BaseAddress);

        var load = await OpenLoop.RunAsync(
            perSecond: 100, TimeSpan.FromSeconds(1), async number => await AskAsync(client, source, number),
            TimeProvider.System,
            CancellationToken.None);

        Assert.Equal(100, load.Accepted);
        Assert.InRange(load.Latency.Percentile(0.01), latency - Early, latency + Generous);
        Assert.All((await source.AnsweredAsync(CancellationToken.None)).Values, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task A_client_that_stalls_hides_nothing()
    {
        var stall = TimeSpan.FromMilliseconds(600);

        var load = await OpenLoop.RunAsync(
            perSecond: 100, TimeSpan.FromMilliseconds(200),
            number =>
            {
                if (number == 0)
                    Thread.Sleep(stall);
                return Task.FromResult(new Reply(202));
            },
            TimeProvider.System, CancellationToken.None);

        // The last of the twenty was due after 190 ms and could not be sent before the stall was over.
        Assert.Equal(20, load.Accepted);
        Assert.InRange(load.Latency.Percentile(0.01), stall - TimeSpan.FromMilliseconds(190) - Early, stall + Generous);
    }

    [Fact]
    public async Task Answers_are_told_apart_and_only_good_ones_count_as_accepted()
    {
        int[] statuses = [202, 500, Reply.TimedOut, Reply.BrokeOff, 200];

        var load = await OpenLoop.RunAsync(
            perSecond: 500, TimeSpan.FromMilliseconds(10), number => Task.FromResult(new Reply(statuses[number])),
            TimeProvider.System,
            CancellationToken.None);

        Assert.Equal(statuses.Order(), load.ByStatus.Keys.Order());
        Assert.Equal([0, 4], load.AcceptedNumbers);
    }

    [Fact]
    public void Links_are_distinct_and_ids_of_videos()
    {
        var ids = Links.Ids(3_843, 5_000).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^stand[0-9A-Za-z]{6}$", id));
        Assert.Equal("stand000010", Links.Id(62).ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<Reply> AskAsync(HttpClient client, StandInClient source, int number)
    {
        using var answer = await client.GetAsync(source.Question(Links.Id(number)));
        return new Reply((int)answer.StatusCode);
    }
}
