using Jobs;
using Jobs.DeadLetters;
using Jobs.Stores;
using Jobs.Time;
using Jobs.Workers;

namespace Simulation.Stores;

/// <summary>The dead letters as one process reaches them.</summary>
internal sealed class RemoteDeadLetters(StoreData data, Remote remote) : IDeadLetterStore
{
    private readonly MemoryDeadLetters store = new(data);

    public ValueTask AddAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        remote.CallAsync("add a dead letter", () => store.AddAsync(letter, default), cancellationToken);

    public ValueTask<DeadLetter?> GetAsync(Guid id, CancellationToken cancellationToken) =>
        remote.CallAsync("read a dead letter", () => store.GetAsync(id, default), cancellationToken);

    public ValueTask<Page<DeadLetter>> ListAsync(int limit, Guid? after, CancellationToken cancellationToken) =>
        remote.CallAsync("list dead letters", () => store.ListAsync(limit, after, default), cancellationToken);

    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) =>
        remote.CallAsync("remove a dead letter", () => store.RemoveAsync(id, default), cancellationToken);

    public ValueTask RemoveForJobAsync(JobId jobId, int fence, CancellationToken cancellationToken) =>
        remote.CallAsync(
            "remove a job's dead letter", () => store.RemoveForJobAsync(jobId, fence, default), cancellationToken);

    public ValueTask<int> CountAsync(CancellationToken cancellationToken) =>
        remote.CallAsync("count dead letters", () => store.CountAsync(default), cancellationToken);
}

/// <summary>The clock of the store as one process reaches it.</summary>
internal sealed class RemoteTime(StoreData data, Remote remote) : IStoreTime
{
    public ValueTask<DateTimeOffset> ReadAsync(CancellationToken cancellationToken) => remote.CallAsync(
        "read the clock", () => ValueTask.FromResult(data.Clock.GetUtcNow()), cancellationToken);
}

/// <summary>The mutant that takes the clock of its machine for the store's.</summary>
internal sealed class LocalTime(TimeProvider clock) : IStoreTime
{
    public ValueTask<DateTimeOffset> ReadAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(clock.GetUtcNow());
}

/// <summary>The mutant that asks the store once, and goes on by the clock of its machine.</summary>
internal sealed class OnceReadTime(IStoreTime store, TimeProvider clock) : IStoreTime
{
    private (DateTimeOffset Time, long At)? first;

    public async ValueTask<DateTimeOffset> ReadAsync(CancellationToken cancellationToken)
    {
        first ??= (await store.ReadAsync(cancellationToken), clock.GetTimestamp());
        return first.Value.Time + clock.GetElapsedTime(first.Value.At);
    }
}

/// <summary>The records and worker reports as one process reaches them.</summary>
internal sealed class RemoteRecords(StoreData data, Remote remote) : IRecordStore, IWorkerStore
{
    private readonly MemoryRecords store = new(data);

    public ValueTask<T> ChangeAsync<T>(
        string name, Func<string?, DateTimeOffset, (string? Record, T Answer)> change,
        CancellationToken cancellationToken) => remote.CallAsync(
        $"change {name}", () => store.ChangeAsync(name, change, default), cancellationToken);

    public ValueTask<(IReadOnlyDictionary<string, string> Records, DateTimeOffset Now)> ReadAsync(
        string prefix, CancellationToken cancellationToken) => remote.CallAsync(
        "read records", () => store.ReadAsync(prefix, default), cancellationToken);

    public ValueTask ReportAsync(WorkerReport report, CancellationToken cancellationToken) =>
        remote.CallAsync("report a worker", () => store.ReportAsync(report, default), cancellationToken);

    public ValueTask RemoveAsync(string name, CancellationToken cancellationToken) =>
        remote.CallAsync("remove a worker", () => store.RemoveAsync(name, default), cancellationToken);

    public ValueTask<IReadOnlyList<WorkerReport>> ListAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        remote.CallAsync("list workers", () => store.ListAsync(now, default), cancellationToken);
}
