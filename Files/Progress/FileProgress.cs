using Files.Batches;
using Files.Rows;
using Jobs.Stores;
using Jobs.Submissions;

namespace Files.Progress;

/// <summary>
/// Counts the rows of a file. Remembers its batches, so that the next count reads only what changed.
/// </summary>
public sealed class FileProgress(FileBatches batches, IJobReader store, RowKinds kinds, TimeProvider clock)
{
    /// <summary>Files whose batches are remembered; a file of a million rows takes about a megabyte.</summary>
    private const int MaxRemembered = 64;

    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<SubmissionId, (SeenBatches Seen, DateTimeOffset UsedAt)> remembered = [];

    /// <returns>Null if the submission is not of a file.</returns>
    public async Task<RowCounts?> CountAsync(Submission submission, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submission);
        if (FileDetails.Of(submission) is not { } file)
            return null;

        var kind = kinds.Of(file);
        var seen = Remember(submission.Id, kind);
        await seen.Turn.WaitAsync(cancellationToken);
        try
        {
            await foreach (var job in batches.ReadAsync(submission.Id, kind.JobKind, seen.Since, cancellationToken))
                seen.Add(job);
            var jobs = await RowJobStates.LoadAsync(store, submission.Id, kind, cancellationToken);
            var (done, failed) = seen.Count(jobs);
            return new RowCounts(file, done, failed);
        }
        finally
        {
            seen.Turn.Release();
        }
    }

    /// <summary>Returns what is remembered of a file. Forgets unused files, and the least recent one if full.</summary>
    private SeenBatches Remember(SubmissionId id, RowKind kind)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            var seen = remembered.TryGetValue(id, out var entry) && now - entry.UsedAt < Forgotten
                ? entry.Seen
                : new SeenBatches(withKeys: kind.RowJobs.Count > 0);
            remembered[id] = (seen, now);
            foreach (var (old, _) in remembered.Where(pair => now - pair.Value.UsedAt >= Forgotten).ToList())
                remembered.Remove(old);
            if (remembered.Count > MaxRemembered)
                remembered.Remove(remembered.MinBy(pair => pair.Value.UsedAt).Key);
            return seen;
        }
    }
}
