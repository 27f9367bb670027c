using System.Diagnostics;
using Jobs.Submissions;

namespace Adapters.MongoDb;

/// <summary>
/// Counts the jobs of all submissions. A quick count is repeated for every caller; a slow one is reused for twenty
/// times its duration, so that watching a deep backlog does not slow it down.
/// </summary>
internal sealed class JobTotals(JobReads reads) : IDisposable
{
    private const int Reuse = 20;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim counting = new(1, 1);
    private SubmissionCounts latest = SubmissionCounts.None;
    private long countedAt;
    private TimeSpan good;

    public async Task<SubmissionCounts> CountAsync(CancellationToken cancellationToken)
    {
        await counting.WaitAsync(cancellationToken);
        try
        {
            if (Stopwatch.GetElapsedTime(countedAt) < good)
                return latest;

            var began = Stopwatch.GetTimestamp();
            latest = await reads.CountAllAsync(cancellationToken);
            countedAt = Stopwatch.GetTimestamp();
            var took = Stopwatch.GetElapsedTime(began, countedAt);
            good = took < Quick ? TimeSpan.Zero : took * Reuse;
            return latest;
        }
        finally
        {
            counting.Release();
        }
    }

    public void Dispose() => counting.Dispose();
}
