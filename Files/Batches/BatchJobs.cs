using Files.Preparation;
using Files.Spooling;
using Jobs;
using Jobs.Failures;
using Jobs.Submissions;
using Jobs.Time;

namespace Files.Batches;

/// <summary>Creates the jobs of a file's batches; creating one again gives the same ID and key.</summary>
public sealed class BatchJobs(JobFactory jobs, StoreClock clock)
{
    /// <summary>
    /// Wait of a held batch: longer than any outage in which a file stays partly fed. After it, the file ends without
    /// its other rows, and its result says so.
    /// </summary>
    private static readonly TimeSpan HeldFor = TimeSpan.FromDays(30);

    private static readonly Failure Held = new(FailureKind.Transient, "The rest of the file is being stored.");

    /// <exception cref="InvalidDataException">The line is not a batch.</exception>
    public Job Create(PreparedFile file, int number, string line)
    {
        ArgumentNullException.ThrowIfNull(file);
        var payload = BatchLine.ToPayload(line, file.Task);
        return jobs.Create(file.Id, file.JobKind, BatchId.Key(number), payload) with
        {
            Id = BatchId.For(file.Id, number),
            Priority = JobPriorities.OfSize((int)Math.Min(int.MaxValue, file.Details.Rows)),
        };
    }

    /// <summary>
    /// Creates the job of a file's last batch, which nothing runs before <see cref="Jobs.Stores.ISubmissionStore"/>
    /// advances it. The submission therefore has an open job until all of its batches are stored.
    /// </summary>
    /// <remarks>
    /// It waits as a retry does, because that wait also holds against a restart, and against a message for the job.
    /// </remarks>
    public Job CreateHeld(PreparedFile file, string line)
    {
        ArgumentNullException.ThrowIfNull(file);
        var until = clock.Now + HeldFor;
        return Create(file, file.Details.Batches - 1, line) with
        {
            State = JobState.Retrying,
            Failure = Held,
            DueAt = until,
            NextRelayAt = until,
        };
    }
}
