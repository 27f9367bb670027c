using System.Text.Json;
using Jobs.Workers;
using Tests.Support;

namespace Tests.Contracts;

/// <summary>Specifies <see cref="IWorkerStore"/>.</summary>
public abstract class WorkerStoreContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>A future time: an implementation may remove expired reports by its own clock.</summary>
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeSeconds(
        DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 86_400);

    private IWorkerStore store = null!;
    private IWorkerStore other = null!;

    /// <summary>Opens the store twice over empty data, as two processes do.</summary>
    protected abstract ValueTask<(IWorkerStore First, IWorkerStore Second)> OpenAsync();

    protected abstract ValueTask CloseAsync();

    public async Task InitializeAsync() => (store, other) = await OpenAsync();

    public async Task DisposeAsync() => await CloseAsync();

    [ContractFact]
    public async Task Every_process_sees_the_latest_report_of_each_worker()
    {
        await store.ReportAsync(Report("b", inFlight: 1), None);
        var brief = Report("a") with { Share = new WorkerShare([], null), Details = null };
        await other.ReportAsync(brief, None);

        await store.ReportAsync(Report("b", inFlight: 64), None);

        Assert.Equal(
            Told(brief, Report("b", inFlight: 64)),
            Told([.. await store.ListAsync(Noon, None)]));
        Assert.Equal(2, (await other.ListAsync(Noon, None)).Count);
    }

    [ContractFact]
    public async Task A_silent_worker_is_gone_and_returns_with_its_next_report()
    {
        await store.ReportAsync(Report("a"), None);
        await store.ReportAsync(Report("b", at: Noon.AddSeconds(5)), None);

        Assert.Equal(["b"], await NamesAsync(Noon.AddSeconds(8)));
        await store.ReportAsync(Report("c", at: Noon.AddSeconds(12)), None);
        await store.ReportAsync(Report("a", at: Noon.AddSeconds(12)), None);

        Assert.Equal(["a", "b", "c"], await NamesAsync(Noon.AddSeconds(12)));
    }

    [ContractFact]
    public async Task A_worker_that_stops_is_gone_at_once()
    {
        await store.ReportAsync(Report("a"), None);
        await store.ReportAsync(Report("b"), None);

        await other.RemoveAsync("a", None);
        await other.RemoveAsync("a", None);

        Assert.Equal(["b"], await NamesAsync(Noon));
    }

    private async Task<string[]> NamesAsync(DateTimeOffset now) =>
        [.. (await store.ListAsync(now, None)).Select(worker => worker.Name)];

    /// <summary>Records compare their lists by identity, so this compares their content.</summary>
    private static string Told(params WorkerReport[] reports) => JsonSerializer.Serialize(reports);

    private static WorkerReport Report(string name, int inFlight = 3, DateTimeOffset? at = null) => new()
    {
        Name = name,
        StartedAt = Noon.AddHours(-1),
        At = at ?? Noon,
        ExpiresAt = (at ?? Noon).AddSeconds(8),
        InFlight = inFlight,
        MaxInFlight = 64,
        MaxDownloads = 4,
        Share = new WorkerShare(
            [new TopicPartitions("links.requested", [0, 3, 11]), new TopicPartitions("media.requested", [])],
            5_000_000_000),
        Details = """[{"name":"日本"}]""",
    };
}
