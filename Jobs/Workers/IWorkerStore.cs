using Jobs.Stores;

namespace Jobs.Workers;

/// <summary>Keeps the latest report of every worker until it expires.</summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IWorkerStore
{
    /// <summary>More are not listed: what is shown is for people.</summary>
    public const int MaxListed = 1000;

    /// <summary>
    /// Keeps a report in place of the worker's earlier one. Reports that have expired need not be kept any longer.
    /// </summary>
    ValueTask ReportAsync(WorkerReport report, CancellationToken cancellationToken);

    /// <summary>The worker stops; one that is not there is fine.</summary>
    ValueTask RemoveAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reports that have not expired, by name.</summary>
    ValueTask<IReadOnlyList<WorkerReport>> ListAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
