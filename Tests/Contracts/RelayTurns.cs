using Jobs;
using Jobs.Stores;

namespace Tests.Contracts;

internal static class RelayTurns
{
    /// <summary>Takes a turn in which leases may be judged.</summary>
    public static ValueTask<IReadOnlyList<Job>> TakeAllAsync(
        this IOutboxStore store, DateTimeOffset now, TimeSpan republishDelay, int limit,
        CancellationToken cancellationToken) =>
        store.TakeForRelayAsync(
            new RelayTurn(now, republishDelay, limit) { LeasesEndedBy = now }, cancellationToken);
}
