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

    /// <summary>Keys of all remembered files together: some 30 MB. The file in use may have more.</summary>
    private const int MaxRememberedKeys = 2_000_000;

    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<SubmissionId, (SeenBatches Seen, DateTimeOffset UsedAt)> remembered = [];

    /// <param name="submission">The submission.</param>
    /// <param name="counts">Its jobs, counted before.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>Null if the submission is not of a file.</returns>
    public async Task<RowCounts?> CountAsync(
        Submission submission, SubmissionCounts counts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submission);
        ArgumentNullException.ThrowIfNull(counts);
        if (FileDetails.Of(submission) is not { } file)
            return null;

        var kind = kinds.Of(file);
        var seen = Remember(submission.Id, kind);
        await seen.Turn.WaitAsync(cancellationToken);
        try
        {
            if (seen.Find(counts, clock.GetUtcNow()) is { } latest)
                return latest;

            var began = clock.GetTimestamp();
            var changed = batches.ReadAsync(submission.Id, file, kind.JobKind, seen.Since, cancellationToken);
            await foreach (var job in changed)
            {
                if (!seen.TryAdd(job) && await store.GetAsync(job.Id, cancellationToken) is { } whole)
                    seen.AddFailed(whole);
            }

            var jobs = await RowJobStates.LoadAsync(store, submission.Id, kind, withRemarks: false, cancellationToken);
            var (done, failed) = seen.Count(jobs);
            return seen.Keep(
                new RowCounts(file, done, failed), counts, clock.GetUtcNow(), clock.GetElapsedTime(began));
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
            while (remembered.Count > 1
                && (remembered.Count > MaxRemembered
                    || remembered.Values.Sum(file => (long)file.Seen.Keys) > MaxRememberedKeys))
            {
                remembered.Remove(remembered.Where(pair => pair.Key != id).MinBy(pair => pair.Value.UsedAt).Key);
            }

            return seen;
        }
    }
}
