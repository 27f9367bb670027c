using Files.Batches;
using Jobs;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.Extensions.Caching.Memory;

namespace Gateway.Api.Files;

/// <summary>
/// Counts how many rows of a file are done, failed and waiting. Remembers batches, so that asking again reads only what
/// changed.
/// </summary>
internal sealed class FileProgress(FileBatches batches, IJobReader store) : IDisposable
{
    /// <summary>Files whose batches are remembered; a file of a million rows takes about a megabyte.</summary>
    private const int MaxRemembered = 64;

    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    /// <summary>Workers' clocks differ, so a little of what was seen is read again.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);

    private readonly MemoryCache remembered = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    /// <returns>Null when the submission is not of a file.</returns>
    public async Task<FileView?> ReadAsync(Submission submission, CancellationToken cancellationToken)
    {
        if (FileDetails.Of(submission) is not { } file)
            return null;

        var seen = remembered.GetOrCreate(submission.Id, entry =>
        {
            entry.Size = 1;
            entry.SlidingExpiration = Forgotten;
            return new Seen();
        })!;
        await seen.Turn.WaitAsync(cancellationToken);
        try
        {
            await foreach (var job in batches.ReadAsync(submission.Id, file.Kind, seen.Since, cancellationToken))
                seen.Take(job, file.Kind);
            var links = file.Kind == FileKind.Links
                ? await LinkStates.LoadAsync(store, submission.Id, cancellationToken)
                : null;
            var (done, failed) = seen.Count(links);
            return new FileView(
                file.Name, file.Kind.Word(), file.Rows, done, failed, file.Rows - done - failed, $"/submissions/{submission.Id}/result",
                file.Attributions.Count == 0 ? null : file.Attributions);
        }
        finally
        {
            seen.Turn.Release();
        }
    }

    public void Dispose() => remembered.Dispose();

    /// <summary>What is known of one file's batches. Used by one reader at a time, who holds its turn.</summary>
    private sealed class Seen
    {
        private readonly Dictionary<JobId, (int Rows, int Failed, string[] Keys)> ended = [];

        public SemaphoreSlim Turn { get; } = new(1);

        public DateTimeOffset? Since { get; private set; }

        public void Take(Job job, FileKind kind)
        {
            if (Since is null || job.UpdatedAt - Overlap > Since)
                Since = job.UpdatedAt - Overlap;
            if (!job.State.IsTerminal())
                ended.Remove(job.Id);
            else if (job.State == JobState.Succeeded && BatchResult.TryParse(job.Result, out var result))
                ended[job.Id] = (result.Rows.Count, result.Rows.Count(row => row.Failed), kind == FileKind.Links ? KeysOf(result) : []);
            else if (RowBatchJson.TryRead(job.Payload, out var batch))
                ended[job.Id] = (batch.Rows.Count, batch.Rows.Count, []);
        }

        public (long Done, long Failed) Count(LinkStates? links)
        {
            var (rows, failed, open) = (0L, 0L, 0L);
            foreach (var batch in ended.Values)
            {
                rows += batch.Rows;
                failed += batch.Failed;
                foreach (var key in batch.Keys)
                {
                    var state = links?.Find(key).State ?? JobState.Succeeded;
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
}
