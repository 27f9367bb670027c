using Extraction.Sources;
using Jobs;
using Jobs.Failures;
using Xunit.Abstractions;

namespace Tests.Pace;

public sealed class PaceTests(ITestOutputHelper output)
{
    private const string SingleId = "00090000000";

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_backlog_uses_the_budget_of_every_minute_with_one_claim_a_job(int workers)
    {
        const int Links = 1_200;
        const int Rate = 300;
        using var world = new PaceWorld(workers, Rate);
        world.Accept(Links, "a", JobPriority.Bulk);

        var took = world.Run(() => world.OpenJobs == 0, TimeSpan.FromMinutes(10));

        Report(world, took);
        AssertAllDone(world, Links);
        AssertPace(world, Rate);
        Assert.InRange(took.TotalMinutes, 3, 1.05 * Links / Rate);
        Assert.InRange(world.Claims, Links, 1.1 * Links);
        Assert.InRange(world.Published, Links, 1.1 * Links);
    }

    [Fact]
    public void A_single_link_behind_a_backlog_of_another_client_is_next_but_one()
    {
        using var world = new PaceWorld(workerCount: 2, requestsPerMinute: 60);
        world.Accept(1_000, "a", JobPriority.Bulk);
        world.Run(TimeSpan.FromMinutes(2));
        var before = world.Asked.Count;
        var at = world.Clock.GetUtcNow();

        world.Accept(1, "b", JobPriority.Interactive, first: 90_000_000);
        world.Run(() => world.Asked.Any(asked => asked.Id == SingleId), TimeSpan.FromMinutes(1));

        var asked = world.Asked.Skip(before).Index().First(one => one.Item.Id == SingleId);
        output.WriteLine($"asked after {asked.Index} others, {(asked.Item.At - at).TotalSeconds:0.00} s");
        Assert.InRange(asked.Index, 0, 1);
    }

    [Fact]
    public void A_slow_down_that_one_worker_is_told_stops_all_within_three_seconds()
    {
        using var world = new PaceWorld(workerCount: 4, requestsPerMinute: 600);
        world.Accept(1_000, "a", JobPriority.Bulk);
        world.Run(TimeSpan.FromSeconds(62));
        var refused = false;
        world.Answer = _ =>
        {
            if (refused)
                return null;
            refused = true;
            return new SourceFailure(FailureKind.RateLimited, "HTTP 429", TimeSpan.FromSeconds(60));
        };

        world.Run(() => refused, TimeSpan.FromSeconds(10));
        var at = world.Clock.GetUtcNow();
        world.Run(TimeSpan.FromSeconds(50));

        Assert.True(refused);
        Assert.DoesNotContain(world.Asked, asked => asked.At > at.AddSeconds(3));
        world.Run(() => world.OpenJobs == 0, TimeSpan.FromMinutes(6));
        Assert.Equal((0, 0), (world.OpenJobs, world.DeadLetterCount));
    }

    [Fact]
    public void Jobs_that_wait_for_longer_than_any_retry_never_become_dead_letters()
    {
        var options = new JobsOptions { GiveUpAfter = TimeSpan.FromMinutes(1) };
        using var world = new PaceWorld(workerCount: 2, requestsPerMinute: 60, options);
        world.Accept(300, "a", JobPriority.Normal);

        var took = world.Run(() => world.OpenJobs == 0, TimeSpan.FromMinutes(7));

        Report(world, took);
        AssertAllDone(world, 300);
        Assert.InRange(world.Claims, 300, 330);
    }

    [Fact]
    public void Clients_get_their_weight_of_the_budget()
    {
        var options = new JobsOptions
        {
            ClientWeights = new Dictionary<string, double> { ["3"] = 2, ["4"] = 5 },
        };
        using var world = new PaceWorld(workerCount: 2, requestsPerMinute: 300, options);
        for (var client = 0; client < 5; client++)
            world.Accept(1_000, $"{client}", JobPriority.Normal, first: client * 1_000);
        world.Run(TimeSpan.FromMinutes(1.5));
        var before = world.Asked.Count;

        world.Run(TimeSpan.FromMinutes(1.5));

        var shares = world.Asked.Skip(before).CountBy(asked => asked.Id[^4]).ToDictionary();
        double all = world.Asked.Count - before;
        foreach (var (client, weight) in (ReadOnlySpan<(char, int)>)[('0', 1), ('1', 1), ('2', 1), ('3', 2), ('4', 5)])
            Assert.InRange(shares[client] / all, weight / 10.0 * 0.9, weight / 10.0 * 1.1);
    }

    [Fact]
    public void A_webhook_behind_a_backlog_of_links_goes_within_two_seconds()
    {
        using var world = new PaceWorld(workerCount: 2, requestsPerMinute: 60);
        world.Accept(10_000, "a", JobPriority.Bulk);
        world.Run(TimeSpan.FromSeconds(10));
        var at = world.Clock.GetUtcNow();

        world.AcceptWebhook("b");
        world.Run(() => world.Notified.Count > 0, TimeSpan.FromSeconds(10));

        Assert.InRange(Assert.Single(world.Notified).At - at, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_link_whose_video_is_stored_is_done_at_once_behind_a_backlog()
    {
        using var world = new PaceWorld(workerCount: 2, requestsPerMinute: 6);
        world.Accept(500, "a", JobPriority.Bulk);
        world.Run(TimeSpan.FromMinutes(2));
        var (open, asked) = (world.OpenJobs, world.Asked.Count);
        world.Stored.UnionWith(Enumerable.Range(1_000, 300).Select(number => $"{number:00000000000}"));

        world.Accept(300, "b", JobPriority.Normal, first: 1_000);
        world.Run(TimeSpan.FromSeconds(1));

        Assert.InRange(world.OpenJobs, 0, open);
        Assert.InRange(world.Asked.Count, asked, asked + 1);
    }

    [Fact]
    public void Links_whose_videos_were_stored_while_they_waited_need_no_request()
    {
        using var world = new PaceWorld(workerCount: 1, requestsPerMinute: 60);
        world.Accept(500, "a", JobPriority.Bulk);
        world.Run(TimeSpan.FromSeconds(5));
        world.Stored.UnionWith(Enumerable.Range(0, 500).Select(number => $"{number:00000000000}"));

        world.Run(() => world.OpenJobs == 0, TimeSpan.FromSeconds(20));

        Assert.Equal((0, 0), (world.OpenJobs, world.DeadLetterCount));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 5)]
    [InlineData(4, 20)]
    public void Calls_of_a_source_that_answers_for_fifty_at_once_are_full(int workers, int requestsPerMinute)
    {
        const int Links = 3_000;
        using var world = new PaceWorld(workers, requestsPerMinute, isBatched: true);
        world.Accept(Links, "a", JobPriority.Bulk);

        var took = world.Run(() => world.OpenJobs == 0, TimeSpan.FromMinutes(30));

        Report(world, took);
        output.WriteLine(string.Join(' ', world.Calls.Select(call => call.Videos)));
        Assert.Equal((0, 0), (world.OpenJobs, world.DeadLetterCount));
        Assert.InRange((double)Links / world.Calls.Count, 45, 50);
        Assert.InRange(world.Claims, Links, 1.1 * Links);
        for (var minute = world.Calls[0].At; minute < world.Calls[^1].At; minute = minute.AddSeconds(1))
        {
            var calls = world.Calls.Count(call => call.At >= minute && call.At < minute.AddMinutes(1));
            Assert.InRange(calls, 0, requestsPerMinute);
        }
    }

    [Fact]
    public void A_budget_that_cannot_serve_a_backlog_bounds_claims_messages_and_writes()
    {
        const int Minutes = 20;
        using var world = new PaceWorld(workerCount: 2, requestsPerMinute: 60);
        world.Accept(20_000, "a", JobPriority.Bulk);
        var before = world.Writes;

        world.Run(TimeSpan.FromMinutes(Minutes));

        Report(world, TimeSpan.FromMinutes(Minutes));
        AssertBounded(world, TimeSpan.FromMinutes(Minutes), world.Writes - before);
    }

    [LongRunFact]
    public void Twenty_thousand_links_at_sixty_a_minute_take_as_long_as_their_budget()
    {
        const int Links = 20_000;
        using var world = new PaceWorld(workerCount: 2, requestsPerMinute: 60);
        world.Accept(Links, "a", JobPriority.Bulk);

        var took = world.Run(() => world.OpenJobs == 0, TimeSpan.FromHours(7));

        Report(world, took);
        AssertAllDone(world, Links);
        AssertPace(world, 60);
        Assert.InRange(took.TotalMinutes, 0, 1.05 * Links / 60);
        AssertBounded(world, took, world.Writes);
    }

    [LongRunFact]
    public void A_day_of_a_million_links_that_the_budget_cannot_serve_stays_bounded() =>
        AssertBoundedFor(TimeSpan.FromDays(1));

    [LongRunFact]
    public void A_week_of_a_million_links_that_the_budget_cannot_serve_stays_bounded() =>
        AssertBoundedFor(TimeSpan.FromDays(7));

    [LongRunFact]
    public void A_webhook_behind_a_hundred_thousand_links_goes_within_two_seconds()
    {
        using var world = new PaceWorld(workerCount: 2, requestsPerMinute: 60);
        world.Accept(100_000, "a", JobPriority.Bulk);
        world.Run(TimeSpan.FromSeconds(10));
        var at = world.Clock.GetUtcNow();

        world.AcceptWebhook("b");
        world.Run(() => world.Notified.Count > 0, TimeSpan.FromSeconds(10));

        Assert.InRange(Assert.Single(world.Notified).At - at, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    private void AssertBoundedFor(TimeSpan duration)
    {
        using var world = new PaceWorld(workerCount: 2, requestsPerMinute: 10);
        for (var part = 0; part < 100; part++)
            world.Accept(10_000, $"{part}", JobPriority.Bulk, first: part * 10_000);
        var (before, memory) = (world.Writes, GC.GetTotalMemory(forceFullCollection: true));

        world.Run(duration);

        Report(world, duration);
        var grown = (GC.GetTotalMemory(forceFullCollection: true) - memory) >> 20;
        output.WriteLine($"memory grew by {grown} MB");
        Assert.InRange(grown, long.MinValue, 64);
        AssertBounded(world, duration, world.Writes - before);
    }

    private static void AssertAllDone(PaceWorld world, int links)
    {
        Assert.Equal((0, 0), (world.OpenJobs, world.DeadLetterCount));
        Assert.Equal(links, world.Asked.Count);
    }

    /// <summary>Checks that what waits costs nothing: claims and messages follow the budget, writes the time.</summary>
    private static void AssertBounded(PaceWorld world, TimeSpan took, int writes)
    {
        Assert.Equal(0, world.DeadLetterCount);
        Assert.InRange(world.Claims, world.Asked.Count, 1.1 * world.Asked.Count + 100);
        Assert.InRange(world.Published, world.Asked.Count, 1.1 * world.Asked.Count + 100);
        Assert.InRange(world.MaxQueued, 0, 200);

        // Each job has four, and each second those of the lease, the leases of jobs, and the budgets.
        Assert.InRange(writes, 0, 5 * world.Asked.Count + 10 * took.TotalSeconds);
    }

    private static void AssertPace(PaceWorld world, int rate)
    {
        var times = world.Asked.Select(asked => asked.At).Order().ToList();
        var first = 0;
        for (var last = 0; last < times.Count; last++)
        {
            while (times[last] - times[first] >= TimeSpan.FromMinutes(1))
                first++;
            Assert.InRange(last - first + 1, 1, rate);
        }

        var next = 0;
        for (var minute = times[0]; minute.AddMinutes(1) < times[^1]; minute = minute.AddMinutes(1))
        {
            var used = 0;
            for (; times[next] < minute.AddMinutes(1); next++)
                used++;
            Assert.True(used >= 0.95 * rate, $"Only {used} of {rate} requests in one minute.");
        }
    }

    private void Report(PaceWorld world, TimeSpan took) => output.WriteLine(
        $"{took.TotalSeconds:0} s: {world.Asked.Count} asked, {world.Calls.Count} calls, {world.Claims} claims, "
        + $"{world.Published} messages, at most {world.MaxQueued} queued, {world.Writes} writes, "
        + $"{world.OpenJobs} open");
}
