using System.Diagnostics;
using StandIn.Faults;

namespace Tests.StandIn;

public sealed class LatencyClockTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Every_wait_lasts_as_long_as_it_was_told()
    {
        using var clock = new LatencyClock();

        var waits = await Task.WhenAll(Enumerable.Range(3, 20).Select(async i =>
        {
            var told = TimeSpan.FromMilliseconds(50 * i);
            var watch = Stopwatch.StartNew();
            await clock.WaitAsync(told, CancellationToken.None).WaitAsync(Generous);
            return (Told: told, Took: watch.Elapsed);
        }));

        Assert.All(waits, wait => Assert.InRange(wait.Took, wait.Told - TimeSpan.FromMilliseconds(50), Generous));
    }

    [Fact]
    public async Task A_wait_that_is_given_up_ends()
    {
        using var clock = new LatencyClock();
        using var stop = new CancellationTokenSource();
        var wait = clock.WaitAsync(TimeSpan.FromHours(1), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(Generous));
    }

    [Fact]
    public async Task The_end_of_the_clock_ends_all_waits()
    {
        var clock = new LatencyClock();
        var wait = clock.WaitAsync(TimeSpan.FromHours(1), CancellationToken.None);

        clock.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(Generous));
    }
}
