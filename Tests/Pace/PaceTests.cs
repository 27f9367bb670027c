using Extraction.Sources;
using Jobs;
using Jobs.Failures;
using Jobs.Stores;
using Xunit.Abstractions;

namespace Tests.Pace;

public sealed class PaceTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_backlog_uses_the_budget_of_every_minute_with_one_claim_a_job(int workers)
    {
        const int Links = 1_200;
        const int Rate = 300;
        using var world = new PaceWorld(workers, Rate);
        await world.AcceptAsync(Links, "a", JobPriority.Bulk);

        var took = await world.RunAsync(async () => await world.OpenJobsAsync() == 0, TimeSpan.FromMinutes(10));

        output.WriteLine(
            $"{Links} links at {Rate} a minute over {workers} workers: {took.TotalSeconds:0} s, "
            + $"{world.Claims} claims, {world.Published} messages, at most {world.MaxQueued} queued");
        Assert.Equal(0, await world.OpenJobsAsync());
        Assert.Equal(0, await world.DeadLetters.CountAsync(CancellationToken.None));
        Assert.Equal(Links, world.Asked.Count);
        AssertPace(world, Rate);
        Assert.InRange(took.TotalMinutes, 3, 1.05 * Links / Rate);
        Assert.InRange(world.Claims, Links, 1.1 * Links);
        Assert.InRange(world.Published, Links, 1.1 * Links);
    }

    [Fact]
    public async Task A_single_link_behind_a_backlog_of_another_client_is_next_but_one()
    {
        using var world = new PaceWorld(workerCount: 2, requestsPerMinute: 60);
        await world.AcceptAsync(1_000, "a", JobPriority.Bulk);
        await world.RunAsync(() => Task.FromResult(false), TimeSpan.FromMinutes(2));
        var before = world.Asked.Count;
        var at = world.Clock.GetUtcNow();

        await world.AcceptAsync(1, "b", JobPriority.Interactive, first: 90_000_000);
        await world.RunAsync(
            () => Task.FromResult(world.Asked.Any(asked => asked.Id == "00090000000")), TimeSpan.FromMinutes(1));

        var asked = world.Asked.Skip(before).Index().First(one => one.Item.Id == "00090000000");
        output.WriteLine($"asked after {asked.Index} others, {(asked.Item.At - at).TotalSeconds:0.00} s");
        Assert.InRange(asked.Index, 0, 1);
    }

    [Fact]
    public async Task A_slow_down_that_one_worker_is_told_stops_all_within_three_seconds()
    {
        using var world = new PaceWorld(workerCount: 4, requestsPerMinute: 600);
        await world.AcceptAsync(2_000, "a", JobPriority.Bulk);
        await world.RunAsync(() => Task.FromResult(false), TimeSpan.FromSeconds(70));
        var refused = false;
        world.Answer = _ =>
        {
            if (refused)
                return null;
            refused = true;
            return new SourceFailure(FailureKind.RateLimited, "HTTP 429", TimeSpan.FromSeconds(60));
        };

        await world.RunAsync(() => Task.FromResult(refused), TimeSpan.FromSeconds(10));
        var at = world.Clock.GetUtcNow();
        await world.RunAsync(() => Task.FromResult(false), TimeSpan.FromSeconds(50));

        Assert.True(refused);
        Assert.DoesNotContain(world.Asked, asked => asked.At > at.AddSeconds(3));
        await world.RunAsync(async () => await world.OpenJobsAsync() == 0, TimeSpan.FromMinutes(6));
        Assert.Equal(0, await world.OpenJobsAsync());
        Assert.Equal(0, await world.DeadLetters.CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Jobs_that_wait_for_longer_than_any_retry_never_become_dead_letters()
    {
        var options = new JobsOptions { GiveUpAfter = TimeSpan.FromMinutes(1) };
        using var world = new PaceWorld(workerCount: 2, requestsPerMinute: 60, options);
        await world.AcceptAsync(300, "a", JobPriority.Normal);

        await world.RunAsync(async () => await world.OpenJobsAsync() == 0, TimeSpan.FromMinutes(7));

        output.WriteLine($"{await world.Store.CountAllAsync(CancellationToken.None)}, {world.Asked.Count} asked");
        foreach (var open in (await world.Store.ListAsync(
            new JobQuery { States = [JobState.Accepted, JobState.Queued, JobState.Running, JobState.Retrying] },
            CancellationToken.None)).Items.Take(3))
        {
            output.WriteLine($"{open}");
        }

        Assert.Equal(0, await world.OpenJobsAsync());
        Assert.Equal(0, await world.DeadLetters.CountAsync(CancellationToken.None));
        Assert.InRange(world.Claims, 300, 330);
    }

    [Fact]
    public async Task Clients_get_their_weight_of_the_budget()
    {
        var options = new JobsOptions
        {
            ClientWeights = new Dictionary<string, double> { ["3"] = 2, ["4"] = 5 },
        };
        using var world = new PaceWorld(workerCount: 2, requestsPerMinute: 300, options);
        for (var client = 0; client < 5; client++)
            await world.AcceptAsync(1_000, $"{client}", JobPriority.Normal, first: client * 1_000);
        await world.RunAsync(() => Task.FromResult(false), TimeSpan.FromMinutes(2));
        var before = world.Asked.Count;

        await world.RunAsync(() => Task.FromResult(false), TimeSpan.FromMinutes(2));

        var shares = world.Asked.Skip(before).CountBy(asked => asked.Id[^4]).ToDictionary();
        double all = world.Asked.Count - before;
        foreach (var (client, weight) in (ReadOnlySpan<(char, int)>)[('0', 1), ('1', 1), ('2', 1), ('3', 2), ('4', 5)])
            Assert.InRange(shares[client] / all, weight / 10.0 * 0.9, weight / 10.0 * 1.1);
    }

    private void AssertPace(PaceWorld world, int rate)
    {
        var times = world.Asked.Select(asked => asked.At).Order().ToList();
        var first = 0;
        for (var last = 0; last < times.Count; last++)
        {
            while (times[last] - times[first] >= TimeSpan.FromMinutes(1))
                first++;
            Assert.InRange(last - first + 1, 1, rate);
        }

        for (var minute = times[0]; minute.AddMinutes(1) < times[^1]; minute = minute.AddMinutes(1))
        {
            var used = times.Count(at => at >= minute && at < minute.AddMinutes(1));
            output.WriteLine($"{used} of {rate}");
            Assert.True(used >= 0.95 * rate, $"Only {used} of {rate} requests in one minute.");
        }
    }
}
