using System.Globalization;
using Jobs.Stores;
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
    public async Task Every_process_sees_the_same_clock()
    {
        var first = await store.ChangeAsync("clock", (record, now) => (record, now), None);
        var (_, second) = await other.ReadAsync("clock", None);
        var third = await store.ChangeAsync("clock", (record, now) => (record, now), None);

        Assert.InRange(second - first, TimeSpan.FromSeconds(-0.1), TimeSpan.FromSeconds(10));
        Assert.InRange(third - second, TimeSpan.FromSeconds(-0.1), TimeSpan.FromSeconds(10));
    }
}
