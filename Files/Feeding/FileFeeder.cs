using System.Globalization;
using Files.Batches;
using Files.Preparation;
using Jobs;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Submissions;

namespace Files.Feeding;

/// <summary>
/// Stores the batches of a prepared file, a page at a time, and publishes them. Can restart at any point: stored
/// batches are skipped.
/// </summary>
/// <remarks>
/// The last batch is stored first and published last. The submission therefore has an open job until all of its batches
/// are stored, and never looks complete while it is not.
/// </remarks>
public sealed class FileFeeder(
    JobSubmitter submitter, JobPublisher publisher, JobFactory jobs, IJobReader store, BatchSpool spool,
    TimeProvider clock)
{
    private const int PageBatches = 200;
    private const int PageCharacters = 4 * 1024 * 1024;

    /// <summary>Delay before the outbox relay sees the last batch: longer than storing any file takes.</summary>
    private static readonly TimeSpan HeldBack = TimeSpan.FromDays(1);

    /// <summary>Moves every batch from the disk to the store.</summary>
    /// <returns>The file's submission, or the earlier one with the same idempotency key.</returns>
    /// <exception cref="StoreUnavailableException">The file stays on disk until the next start.</exception>
    public async Task<Submission> FeedAsync(PreparedFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var submission = file.ToSubmission();
        var last = await ReadLastAsync(file, submission.Id, cancellationToken);
        var stored = await store.GetSubmissionAsync(submission.Id, cancellationToken)
            ?? await submitter.StoreAsync(
                submission, [last with { NextRelayAt = clock.GetUtcNow() + HeldBack }], cancellationToken);
        if (stored.Id == submission.Id)
        {
            await AddOthersAsync(file, submission.Id, last.Id, cancellationToken);
            await publisher.PublishAsync([last], cancellationToken);
        }

        spool.Delete(file.SubmissionId);
        return stored;
    }

    private async Task<Job> ReadLastAsync(PreparedFile file, SubmissionId id, CancellationToken cancellationToken)
    {
        using var rows = spool.OpenRows(file, file.LastBatchAt);
        return ToJob(file, id, file.Details.Batches - 1, await ReadLineAsync(rows, cancellationToken));
    }

    private async Task AddOthersAsync(
        PreparedFile file, SubmissionId id, JobId last, CancellationToken cancellationToken)
    {
        var count = file.Details.Batches - 1;
        var stored = await CountStoredAsync(id, count, cancellationToken);
        using var rows = spool.OpenRows(file);
        var page = new List<Job>(PageBatches);
        var characters = 0;
        for (var number = 0; number < count; number++)
        {
            var line = await ReadLineAsync(rows, cancellationToken);
            if (number < stored)
                continue;

            page.Add(ToJob(file, id, number, line));
            characters += line.Length;
            if (page.Count < PageBatches && characters < PageCharacters && number < count - 1)
                continue;

            await submitter.AddJobsAsync(id, page, cancellationToken);
            page.Clear();
            characters = 0;
            if (await store.GetAsync(last, cancellationToken) is { State: JobState.Cancelled })
                return;
        }
    }

    /// <summary>Counts the stored batches by binary search: batches are added in order.</summary>
    private async ValueTask<int> CountStoredAsync(SubmissionId id, int count, CancellationToken cancellationToken)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (await store.GetAsync(BatchId.For(id, middle), cancellationToken) is null)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private Job ToJob(PreparedFile file, SubmissionId id, int number, string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var firstRow = long.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture);
        var payload = RowBatchJson.Write(firstRow, file.Task, line[(space + 1)..]);
        return jobs.Create(id, file.JobKind, BatchId.Key(number), payload) with { Id = BatchId.For(id, number) };
    }

    private static async ValueTask<string> ReadLineAsync(StreamReader rows, CancellationToken cancellationToken) =>
        await rows.ReadLineAsync(cancellationToken)
        ?? throw new InvalidDataException("The batches of a prepared file are cut off on disk.");
}
