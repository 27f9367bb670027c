using Jobs.Stores;

namespace Jobs.Pace;

/// <summary>
/// The counts of waiting jobs, for people. Counting reads an entry of an index for each job, so it takes at most a
/// twentieth of the time. Thread-safe.
/// </summary>
public sealed class WaitingJobs(IOutboxStore store, TimeProvider clock)
{
    private const int PausesPerCount = 20;

    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(1);

    private readonly AsyncGate counting = new();
    private IReadOnlyList<WaitingCount> latest = [];
    private TimeSpan life;
    private long countedAt;

    /// <summary>Counts the waiting jobs, unless that was done lately.</summary>
    public async ValueTask<IReadOnlyList<WaitingCount>> CountAsync(CancellationToken cancellationToken)
    {
        await counting.WaitAsync(cancellationToken);
        try
        {
            if (countedAt != 0 && clock.GetElapsedTime(countedAt) < life)
                return latest;
            var began = clock.GetTimestamp();
            latest = await store.CountWaitingAsync(cancellationToken);
            countedAt = clock.GetTimestamp();
            var took = clock.GetElapsedTime(began, countedAt) * PausesPerCount;
            life = took > ShortestLife ? took : ShortestLife;
            return latest;
        }
        finally
        {
            counting.Release();
        }
    }
}
