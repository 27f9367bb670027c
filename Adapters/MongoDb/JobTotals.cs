using System.Diagnostics;
using Jobs.Submissions;

namespace Adapters.MongoDb;

/// <summary>
/// The counts over all submissions. They are counted anew for each who asks, as long as that is quick; a count that
/// took long is handed out for twenty times as long, so that a deep backlog is not burdened by being looked at.
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
