using Jobs.Stores;

namespace Jobs.Workers;

/// <summary>Keeps the latest report of every worker until it expires.</summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IWorkerStore
{
    /// <summary>Maximum number of listed workers: the list is for people.</summary>
    public const int MaxListed = 1000;

    /// <summary>Replaces the latest report of a worker. Expired reports may be removed.</summary>
    ValueTask ReportAsync(WorkerReport report, CancellationToken cancellationToken);

    /// <summary>Removes the report of a worker that stops; does nothing if there is none.</summary>
    ValueTask RemoveAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lists reports that have not expired, by name.</summary>
    ValueTask<IReadOnlyList<WorkerReport>> ListAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
