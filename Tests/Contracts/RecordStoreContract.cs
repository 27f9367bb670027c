using System.Globalization;
using Jobs;
using Jobs.Running;
using Jobs.Starting;
using Jobs.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Pace;
using Tests.Support;

namespace Tests.Contracts;

/// <summary>Specifies <see cref="IRecordStore"/>.</summary>
public abstract class RecordStoreContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private IRecordStore store = null!;
    private IRecordStore other = null!;

    /// <summary>Opens the store twice over empty data, as two processes do.</summary>
    protected abstract ValueTask<(IRecordStore First, IRecordStore Second)> OpenAsync();

    protected abstract ValueTask CloseAsync();

    public async Task InitializeAsync() => (store, other) = await OpenAsync();

    public async Task DisposeAsync() => await CloseAsync();

    [ContractFact]
    public async Task A_record_is_created_changed_and_removed()
    {
        Assert.Equal("none", await store.ChangeAsync("a", (record, _) => ("1", record ?? "none"), None));
        Assert.Equal("1", await other.ChangeAsync("a", (record, _) => ("2 日本", record ?? "none"), None));
        Assert.Equal("2 日本", await store.ChangeAsync("a", (record, _) => (record, record ?? "none"), None));
        Assert.Equal("2 日本", await other.ChangeAsync("a", (record, _) => ((string?)null, record ?? "none"), None));
        Assert.Equal("none", await store.ChangeAsync("a", (record, _) => ((string?)null, record ?? "none"), None));
    }

    [ContractFact]
    public async Task Changes_of_several_processes_at_once_all_count()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            for (var change = 0; change < 25; change++)
                await (i % 2 == 0 ? store : other).ChangeAsync("count", Increment, None);
        })));

        Assert.Equal(200, await store.ChangeAsync("count", (record, _) => (record, Number(record)), None));

        static (string?, bool) Increment(string? record, DateTimeOffset now) =>
            ((Number(record) + 1).ToString(CultureInfo.InvariantCulture), true);

        static int Number(string? record) => int.Parse(record ?? "0", CultureInfo.InvariantCulture);
    }

    [ContractFact]
    public async Task Records_are_read_by_the_start_of_their_name()
    {
        foreach (var name in (string[])["budget a", "budget b 日本", "budge", "budgets", "relay"])
            await store.ChangeAsync(name, (_, _) => ($"value of {name}", true), None);

        var (records, _) = await other.ReadAsync("budget ", None);

        Assert.Equal(
            [("budget a", "value of budget a"), ("budget b 日本", "value of budget b 日本")],
            records.OrderBy(record => record.Key, StringComparer.Ordinal)
                .Select(record => (record.Key, record.Value)));
    }

    [ContractFact]
    public async Task Of_two_processes_without_a_broker_one_owns_the_store_until_it_stops_or_dies()
    {
        using var first = Owner(store, "first");
        using var second = Owner(other, "second");
        await first.TakeAsync(None);
        await first.StartAsync(None);

        var refusal = await Assert.ThrowsAsync<CannotStartException>(() => second.TakeAsync(None));
        Assert.StartsWith("The store is in use by first", refusal.Message, StringComparison.Ordinal);

        await first.StopAsync(None);
        await second.TakeAsync(None);

        // The second one renews nothing, as one that was killed.
        await first.TakeAsync(None);
        var refused = await Assert.ThrowsAsync<CannotStartException>(
            () => Task.WhenAll(first.StartAsync(None), Owner(other, "third").TakeAsync(None)));
        Assert.StartsWith("The store is in use by first", refused.Message, StringComparison.Ordinal);
        await first.StopAsync(None);
    }

    [ContractFact]
    public async Task A_process_whose_store_another_one_owns_stops()
    {
        var stopped = new TaskCompletionSource();
        using var paused = Owner(store, "paused", stopped.SetResult);
        using var next = Owner(other, "next");
        await paused.TakeAsync(None);
        await next.TakeAsync(None);

        await paused.StartAsync(None);

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await paused.StopAsync(None);
        await Assert.ThrowsAsync<CannotStartException>(async () =>
        {
            await next.StartAsync(None);
            await Owner(store, "late").TakeAsync(None);
        });
        await next.StopAsync(None);
    }

    [ContractFact]
    public async Task A_store_whose_jobs_workers_run_is_refused_to_a_process_without_a_broker()
    {
        using var owner = Owner(store, "first", workers: 1);

        var refusal = await Assert.ThrowsAsync<CannotStartException>(() => owner.TakeAsync(None));

        Assert.StartsWith("The worker worker 0 runs jobs of the store", refusal.Message, StringComparison.Ordinal);
        await Owner(other, "second").TakeAsync(None);
    }

    [ContractFact]
    public async Task Every_process_sees_the_same_clock()
    {
        var first = await store.ChangeAsync("clock", (record, now) => (record, now), None);
        var (_, second) = await other.ReadAsync("clock", None);
        var third = await store.ChangeAsync("clock", (record, now) => (record, now), None);

        Assert.InRange(second - first, TimeSpan.FromSeconds(-0.1), TimeSpan.FromSeconds(10));
        Assert.InRange(third - second, TimeSpan.FromSeconds(-0.1), TimeSpan.FromSeconds(10));
    }

    private static StoreOwner Owner(IRecordStore records, string name, Action? stopped = null, int workers = 0) => new(
        records, new FixedWorkers(workers, new JobsOptions(), TimeProvider.System), new WorkerName(name),
        TimeProvider.System, new StoppingHost(stopped), NullLogger<StoreOwner>.Instance)
    {
        Life = TimeSpan.FromSeconds(0.5),
    };

    private sealed class StoppingHost(Action? stopped) : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => None;

        public CancellationToken ApplicationStopping => None;

        public CancellationToken ApplicationStopped => None;

        public void StopApplication() => stopped?.Invoke();
    }
}
