using Files.Batches;
using Files.Feeding;
using Files.Preparation;
using Files.Spooling;
using Jobs;
using Jobs.Failures;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Submissions;

namespace Files.Acceptance;

/// <summary>
/// Accepts prepared files. Storing the submission accepts it: by then its batches are stored with it, or are kept in
/// the spool, from which <see cref="FileFeeder"/> stores them.
/// </summary>
public sealed class FileAcceptance(
    JobSubmitter submitter, JobPublisher publisher, BatchJobs jobs, FeederSignal feeder, TimeProvider clock,
    RandomSource random)
{
    private const int Attempts = 4;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <returns>The file's submission, or the earlier one with the same idempotency key.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The file is not accepted, as far as the store has answered; a repeat with the same idempotency key tells.
    /// </exception>
    public Task<Submission> AcceptAsync(PreparedBatches prepared, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        return prepared.Spooled is { } spooled
            ? AcceptSpooledAsync(prepared, spooled, cancellationToken)
            : AcceptWholeAsync(prepared, cancellationToken);
    }

    private async Task<Submission> AcceptWholeAsync(PreparedBatches prepared, CancellationToken cancellationToken)
    {
        var all = prepared.Last.Select((line, number) => jobs.Create(prepared.File, number, line)).ToList();
        var stored = await StoreAsync(prepared.File, all, cancellationToken);
        if (stored.Id == prepared.File.Id)
            await publisher.PublishAsync(all, cancellationToken);
        return stored;
    }

    private async Task<Submission> AcceptSpooledAsync(
        PreparedBatches prepared, ISpoolWriter spooled, CancellationToken cancellationToken)
    {
        await spooled.KeepAsync(prepared.File, cancellationToken);
        var last = jobs.CreateHeld(prepared.File, prepared.Last[^1]);
        var stored = await StoreAsync(prepared.File, [last], cancellationToken);
        if (stored.Id != prepared.File.Id)
            await TryDeleteAsync(spooled, cancellationToken);

        // Only a file that nobody holds can be fed.
        await spooled.DisposeAsync();
        feeder.Set();
        return stored;
    }

    private static async Task TryDeleteAsync(ISpoolWriter spooled, CancellationToken cancellationToken)
    {
        try
        {
            await spooled.DeleteAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The feeder removes a file without a submission.
        }
    }

    /// <summary>
    /// Stores the submission. The same call again finds what an earlier one did whose answer was lost.
    /// </summary>
    private async Task<Submission> StoreAsync(
        PreparedFile file, IReadOnlyList<Job> first, CancellationToken cancellationToken)
    {
        var submission = file.ToSubmission();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await submitter.StoreAsync(submission, first, cancellationToken);
            }
            catch (StoreUnavailableException) when (attempt < Attempts)
            {
                await Task.Delay(
                    Backoff.Delay(attempt, FirstPause, LongestPause, random.NextDouble()), clock,
                    cancellationToken);
            }
        }
    }
}
