using Files.Batches;
using Files.Preparation;
using Files.Spooling;
using Jobs;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Submissions;
using Jobs.Time;
using Microsoft.Extensions.Options;

namespace Files.Feeding;

/// <summary>
/// Stores the batches of one spooled file as jobs, a page at a time, and publishes them. Can stop and start again at
/// any point: batches have fixed IDs, so adding one again adds nothing.
/// </summary>
internal sealed class FileFeed(
    JobSubmitter submitter, JobPublisher publisher, BatchJobs jobs, ISubmissionStore store, IJobReader reader,
    IOptions<JobsOptions> options, StoreClock clock)
{
    /// <exception cref="StoreUnavailableException">The file stays in the spool.</exception>
    public async Task<FeedOutcome> FeedAsync(ISpooledFile spooled, CancellationToken cancellationToken)
    {
        if (await reader.GetSubmissionAsync(spooled.File.Id, cancellationToken) is null
            && !await TryAdoptAsync(spooled, cancellationToken))
        {
            return FeedOutcome.NotAccepted;
        }

        var outcome = await StoreAsync(spooled, cancellationToken);
        if (outcome == FeedOutcome.ClaimLost)
            return outcome;

        await ReleaseLastAsync(spooled.File, cancellationToken);
        return await spooled.DeleteAsync(cancellationToken) ? outcome : FeedOutcome.ClaimLost;
    }

    /// <summary>Stores the submission of a file that an earlier version accepted by spooling it.</summary>
    private async Task<bool> TryAdoptAsync(ISpooledFile spooled, CancellationToken cancellationToken)
    {
        if (spooled.File.Version >= PreparedFile.CurrentVersion)
            return false;

        try
        {
            var last = "";
            await foreach (var page in spooled.ReadAsync(cancellationToken))
                last = page.Batches[^1];
            var stored = await submitter.StoreAsync(
                spooled.File.ToSubmission(), [jobs.CreateHeld(spooled.File, last)], cancellationToken);
            return stored.Id == spooled.File.Id;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private async Task<FeedOutcome> StoreAsync(ISpooledFile spooled, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var page in spooled.ReadAsync(cancellationToken))
            {
                await StoreAsync(spooled.File, page, cancellationToken);
                if (await IsCancelledAsync(spooled.File, cancellationToken))
                    return FeedOutcome.Cancelled;
                if (!await spooled.MarkAsync(page, cancellationToken))
                    return FeedOutcome.ClaimLost;
            }

            return FeedOutcome.Fed;
        }
        catch (InvalidDataException)
        {
            return FeedOutcome.Damaged;
        }
    }

    private async Task StoreAsync(PreparedFile file, SpoolPage page, CancellationToken cancellationToken)
    {
        // The last batch is there from the start.
        var others = Math.Min(page.Batches.Count, file.Details.Batches - 1 - page.First);
        var batches = new List<Job>(Math.Max(0, others));
        for (var i = 0; i < others; i++)
            batches.Add(jobs.Create(file, page.First + i, page.Batches[i]));
        if (batches.Count > 0)
            await submitter.AddJobsAsync(file.Id, batches, cancellationToken);
    }

    /// <summary>Checks the last batch, the only job of a file that is there from the start.</summary>
    private async ValueTask<bool> IsCancelledAsync(PreparedFile file, CancellationToken cancellationToken)
    {
        if (file.Details.Batches < 2)
            return false;

        // In the list that leaves out payloads, it follows the one before it, even if that one is not stored yet.
        var query = new JobQuery
        {
            SubmissionId = file.Id,
            Kind = file.JobKind,
            OldestFirst = true,
            After = BatchId.For(file.Id, file.Details.Batches - 2),
            Limit = 1,
        };
        return (await reader.ListAsync(query, cancellationToken)).Items is [{ State: JobState.Cancelled }];
    }

    private async Task ReleaseLastAsync(PreparedFile file, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var last = await store.AdvanceAsync(
            BatchId.For(file.Id, file.Details.Batches - 1), now, now + options.Value.RepublishDelay,
            cancellationToken);
        if (last is { State: JobState.Accepted or JobState.Retrying })
            await publisher.PublishAsync([last], cancellationToken);
    }
}

/// <summary>Specifies how the feeding of a file ended.</summary>
internal enum FeedOutcome
{
    /// <summary>All batches are stored.</summary>
    Fed,

    /// <summary>The submission is not stored: the file is not accepted, or not yet.</summary>
    NotAccepted,

    /// <summary>A client cancelled the last batch, and with it those that were not stored.</summary>
    Cancelled,

    /// <summary>Another process has the file.</summary>
    ClaimLost,

    /// <summary>The rest of the file cannot be read; the submission ends without it.</summary>
    Damaged,
}
