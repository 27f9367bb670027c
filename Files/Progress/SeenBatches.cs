using Files.Batches;
using Jobs;

namespace Files.Progress;

/// <summary>Remembers the finished batches of one file. Used by one reader at a time, which holds the turn.</summary>
/// <param name="withKeys">True if rows start jobs of their own, whose keys are remembered too.</param>
internal sealed class SeenBatches(bool withKeys)
{
    /// <summary>Interval that is read again, because the clocks of workers differ.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);

    private readonly Dictionary<JobId, (int Rows, int Failed, string[] Keys)> ended = [];

    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Start of the changes that are not read yet.</summary>
    public DateTimeOffset? Since { get; private set; }

    public void Add(Job job)
    {
        if (Since is null || job.UpdatedAt - Overlap > Since)
            Since = job.UpdatedAt - Overlap;
        if (!job.State.IsTerminal())
            ended.Remove(job.Id);
        else if (job.State == JobState.Succeeded && BatchResult.TryParse(job.Result, out var result))
            ended[job.Id] = (result.Rows.Count, result.Rows.Count(row => row.Failed), withKeys ? KeysOf(result) : []);
        else if (RowBatchJson.TryRead(job.Payload, out var batch))
            ended[job.Id] = (batch.Rows.Count, batch.Rows.Count, []);
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

    private static string[] KeysOf(BatchResult result) =>
        [.. result.Rows.Where(row => !row.Failed).Select(row => row.Values[0])];
}
