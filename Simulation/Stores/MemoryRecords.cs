using Jobs.Stores;
using Jobs.Workers;

namespace Simulation.Stores;

/// <summary>Records and worker reports in memory.</summary>
internal sealed class MemoryRecords(StoreData data) : IRecordStore, IWorkerStore
{
    public ValueTask<T> ChangeAsync<T>(
        string name, Func<string?, DateTimeOffset, (string? Record, T Answer)> change,
        CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            var (record, answer) = change(data.Records.GetValueOrDefault(name), data.Clock.GetUtcNow());
            if (record is null)
                data.Records.Remove(name);
            else
                data.Records[name] = record;
            return ValueTask.FromResult(answer);
        }
    }

    public ValueTask<(IReadOnlyDictionary<string, string> Records, DateTimeOffset Now)> ReadAsync(
        string prefix, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            return ValueTask.FromResult<(IReadOnlyDictionary<string, string>, DateTimeOffset)>((
                data.Records.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(),
                data.Clock.GetUtcNow()));
        }
    }

    public ValueTask ReportAsync(WorkerReport report, CancellationToken cancellationToken)
    {
        lock (data.Gate)
            data.Workers[report.Name] = report;
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string name, CancellationToken cancellationToken)
    {
        lock (data.Gate)
            data.Workers.Remove(name);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<WorkerReport>> ListAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            return ValueTask.FromResult<IReadOnlyList<WorkerReport>>(
            [
                .. data.Workers.Values.Where(report => report.ExpiresAt > now)
                    .OrderBy(report => report.Name, StringComparer.Ordinal)
                    .Take(IWorkerStore.MaxListed),
            ]);
        }
    }
}
