using Jobs;
using Jobs.Outbox;
using Jobs.Stores;
using Jobs.Time;
using Microsoft.Extensions.Options;
using Tests.Support;

namespace Tests.Jobs;

public sealed class LeaseJudgeTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualClock clock = new();
    private readonly JobsOptions options = new();
    private readonly SkewedClock server;
    private readonly Records records = new();
    private readonly LeaseJudge judge;

    public LeaseJudgeTests()
    {
        server = new SkewedClock(clock);
        judge = new LeaseJudge(
            new StoreClock(new ServerTime(server), clock), Options.Create(options), clock, records);
    }

    [Fact]
    public async Task Leases_are_judged_after_a_whole_lease_with_the_store()
    {
        await ProbeAsync(options.Lease - judge.Interval);
        Assert.Null(judge.LeasesEndedBy());

        await ProbeAsync(judge.Interval * 2);

        var ended = judge.LeasesEndedBy()!.Value;
        Assert.InRange(ended, server.GetUtcNow() - TimeSpan.FromSeconds(0.1), server.GetUtcNow());
    }

    [Fact]
    public async Task A_store_that_takes_no_writes_is_away_even_if_it_answers()
    {
        await ProbeAsync(options.Lease * 2);
        records.IsFull = true;
        for (var i = 0; i < 10; i++)
        {
            clock.Advance(judge.Interval);
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await judge.ProbeAsync(None));
        }

        Assert.Null(judge.LeasesEndedBy());
        records.IsFull = false;
        await ProbeAsync(options.Lease - judge.Interval);
        Assert.Null(judge.LeasesEndedBy());
        await ProbeAsync(judge.Interval * 2);
        Assert.NotNull(judge.LeasesEndedBy());
    }

    [Fact]
    public async Task One_failed_probe_is_no_outage()
    {
        await ProbeAsync(options.Lease * 2);

        clock.Advance(judge.Interval);
        await ProbeAsync(judge.Interval);

        Assert.NotNull(judge.LeasesEndedBy());
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    public async Task A_store_whose_clock_was_set_is_judged_after_a_lease(int seconds)
    {
        await ProbeAsync(options.Lease * 2);
        server.Offset = TimeSpan.FromSeconds(seconds);

        await judge.ProbeAsync(None);
        Assert.Null(judge.LeasesEndedBy());

        await ProbeAsync(options.Lease + judge.Interval);
        Assert.NotNull(judge.LeasesEndedBy());
    }

    private async Task ProbeAsync(TimeSpan time)
    {
        for (var end = clock.GetUtcNow() + time; clock.GetUtcNow() < end; clock.Advance(judge.Interval))
            await judge.ProbeAsync(None);
    }

    private sealed class Records : IRecordStore
    {
        public bool IsFull { get; set; }

        public ValueTask<T> ChangeAsync<T>(
            string name, Func<string?, DateTimeOffset, (string? Record, T Answer)> change,
            CancellationToken cancellationToken) => IsFull
            ? throw new StoreUnavailableException("The disk is full: free some space.")
            : ValueTask.FromResult(change(null, default).Answer);

        public ValueTask<(IReadOnlyDictionary<string, string> Records, DateTimeOffset Now)> ReadAsync(
            string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
