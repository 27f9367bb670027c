using Files.Batches;
using Jobs;
using Jobs.Submissions;

namespace Files.Progress;

/// <summary>Remembers the finished batches of one file. Used by one reader at a time, which holds the turn.</summary>
/// <param name="withKeys">True if rows start jobs of their own, whose keys are remembered too.</param>
internal sealed class SeenBatches(bool withKeys)
{
    /// <summary>Interval that is read again, because the clocks of workers differ.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);

    /// <summary>A count that took less is repeated for every caller.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest use of a count while no job changes.</summary>
    private static readonly TimeSpan Unchanged = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A slow count is used for a multiple of its duration, so that watching a file does not slow it down.
    /// </summary>
    private const int Reuse = 20;

    private readonly Dictionary<JobId, (int Rows, int Failed, UInt128[] Keys)> ended = [];
    private (SubmissionCounts Jobs, RowCounts Rows, DateTimeOffset At, TimeSpan Took)? latest;

    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Start of the changes that are not read yet.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>Number of remembered keys.</summary>
    public int Keys { get; private set; }

    /// <summary>Returns the latest count if another one would cost more than it tells.</summary>
    public RowCounts? Find(SubmissionCounts jobs, DateTimeOffset now) =>
        latest is { } count && count.Took >= Quick
        && now - count.At is var age
        && ((jobs == count.Jobs && age < Unchanged) || (jobs.Open > 0 && age < count.Took * Reuse))
            ? count.Rows
            : null;

    public RowCounts Keep(RowCounts rows, SubmissionCounts jobs, DateTimeOffset now, TimeSpan took)
    {
        latest = (jobs, rows, now, took);
        return rows;
    }

    /// <returns>False if the batch ended without a result: <see cref="AddFailed"/> needs its payload.</returns>
    public bool TryAdd(Job job)
    {
        if (Since is null || job.UpdatedAt - Overlap > Since)
            Since = job.UpdatedAt - Overlap;
        Forget(job.Id);
        if (!job.State.IsTerminal())
            return true;
        if (job.State != JobState.Succeeded || !BatchResult.TryParse(job.Result, out var result))
            return false;

        Remember(job.Id, result.Rows.Count, result.Rows.Count(row => row.Failed), withKeys ? KeysOf(result) : []);
        return true;
    }

    /// <summary>Adds a batch that ended without a result: all of its rows failed.</summary>
    public void AddFailed(Job job)
    {
        if (RowBatchJson.TryRead(job.Payload, out var batch))
            Remember(job.Id, batch.Rows.Count, batch.Rows.Count, []);
    }

    public (long Done, long Failed) Count(RowJobStates jobs)
    {
        var (rows, failed, open) = (0L, 0L, 0L);
        foreach (var batch in ended.Values)
        {
            rows += batch.Rows;
            failed += batch.Failed;
            foreach (var key in batch.Keys)
            {
                var state = jobs.Find(key).State;
                if (!state.IsTerminal())
                    open++;
                else if (state != JobState.Succeeded)
                    failed++;
            }
        }

        return (rows - failed - open, failed);
    }

    private void Remember(JobId id, int rows, int failed, UInt128[] keys)
    {
        ended[id] = (rows, failed, keys);
        Keys += keys.Length;
    }

    private void Forget(JobId id)
    {
        if (ended.Remove(id, out var batch))
            Keys -= batch.Keys.Length;
    }

    private static UInt128[] KeysOf(BatchResult result) =>
        [.. result.Rows.Where(row => !row.Failed).Select(row => RowKey.Of(row.Values[0]))];
}
