using System.Collections.Concurrent;
using Files.Spooling;
using Jobs;
using Jobs.Failures;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Files.Feeding;

/// <summary>
/// Feeds the files of the spools until none is left, for as long as the process runs: those that it accepted, and those
/// of processes that ended. An error delays a file and never ends the feeder.
/// </summary>
internal sealed partial class FileFeeder(
    IEnumerable<IBatchSpool> spools, FileFeed feed, FeederSignal signal, TimeProvider clock,
    RandomSource random, ILogger<FileFeeder> logger) : BackgroundService
{
    /// <summary>Files fed at once by one process; each holds a page in memory.</summary>
    private const int Lanes = 2;

    /// <summary>Interval at which the files of other processes are looked for.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CleaningInterval = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Time in which a kept file without a submission may still be accepted: far above the duration of any acceptance,
    /// measured by this process alone, so that the clocks of machines do not matter.
    /// </summary>
    internal static readonly TimeSpan AcceptanceLimit = TimeSpan.FromHours(1);

    private readonly IBatchSpool[] spools = [.. spools];
    private readonly ConcurrentDictionary<SubmissionId, long> notAccepted = new();
    private long? cleanedAt;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => RunAsync(isFirst: lane == 0, stoppingToken)));

    /// <summary>Feeds every file that can be claimed, once.</summary>
    /// <returns>False if the store or a spool was unavailable.</returns>
    internal async Task<bool> FeedAllAsync(CancellationToken cancellationToken)
    {
        var isAvailable = true;
        foreach (var spool in spools)
        {
            var seen = new HashSet<SubmissionId>();
            while (await spool.ClaimAsync(seen, cancellationToken) is { } claimed)
            {
                await using (claimed)
                {
                    seen.Add(claimed.File.Id);
                    isAvailable &= await TryFeedAsync(claimed, cancellationToken);
                }
            }
        }

        return isAvailable;
    }

    private async Task RunAsync(bool isFirst, CancellationToken stoppingToken)
    {
        await Task.Yield();
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            var isAvailable = false;
            await Periodic.TryAsync(
                "The file feeder",
                async token =>
                {
                    if (isFirst)
                        await CleanAsync(token);
                    isAvailable = await FeedAllAsync(token);
                },
                logger,
                stoppingToken);
            failures = isAvailable ? 0 : failures + 1;
            await signal.WaitAsync(
                isAvailable ? Interval : Backoff.Delay(failures, Interval, LongestPause, random.NextDouble()),
                clock,
                stoppingToken);
        }
    }

    private async Task<bool> TryFeedAsync(ISpooledFile claimed, CancellationToken cancellationToken)
    {
        var file = claimed.File;
        try
        {
            switch (await feed.FeedAsync(claimed, cancellationToken))
            {
                case FeedOutcome.Fed:
                    Log.Fed(logger, file.Id, file.Details.Batches);
                    break;
                case FeedOutcome.NotAccepted:
                    await DropOldAsync(claimed, cancellationToken);
                    return true;
                case FeedOutcome.Damaged:
                    Log.Damaged(logger, file.Id);
                    break;
                default:
                    break;
            }

            notAccepted.TryRemove(file.Id, out _);
            return true;
        }
        catch (StoreUnavailableException error)
        {
            Log.Waits(logger, file.Id, error.Message);
            return false;
        }
#pragma warning disable CA1031 // A file that cannot be fed must not keep the others waiting.
        catch (Exception error)
            when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(logger, file.Id, error);
            return false;
        }
    }

    /// <summary>Deletes a file whose sender got no acceptance, once no process can be about to accept it.</summary>
    private async Task DropOldAsync(ISpooledFile claimed, CancellationToken cancellationToken)
    {
        var since = notAccepted.GetOrAdd(claimed.File.Id, _ => clock.GetTimestamp());
        if (clock.GetElapsedTime(since) < AcceptanceLimit)
            return;

        await claimed.DeleteAsync(cancellationToken);
        notAccepted.TryRemove(claimed.File.Id, out _);
        Log.Dropped(logger, claimed.File.Id);
    }

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        if (cleanedAt is { } at && clock.GetElapsedTime(at) < CleaningInterval)
            return;

        foreach (var spool in spools)
        {
            if (await spool.RemoveAbandonedAsync(cancellationToken) is > 0 and var removed)
                Log.Cleaned(logger, removed);
        }

        cleanedAt = clock.GetTimestamp();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "All {Batches} batches of submission {SubmissionId} are stored")]
        public static partial void Fed(ILogger logger, SubmissionId submissionId, int batches);

        [LoggerMessage(2, LogLevel.Warning, "The file of submission {SubmissionId} waits for the store: {Reason}")]
        public static partial void Waits(ILogger logger, SubmissionId submissionId, string reason);

        [LoggerMessage(3, LogLevel.Error,
            "The spooled file of submission {SubmissionId} is damaged, so the submission ends without the rest of it")]
        public static partial void Damaged(ILogger logger, SubmissionId submissionId);

        [LoggerMessage(4, LogLevel.Error,
            "The file of submission {SubmissionId} could not be fed and is tried again later")]
        public static partial void Failed(ILogger logger, SubmissionId submissionId, Exception error);

        [LoggerMessage(5, LogLevel.Information, "Removed the spooled file {SubmissionId}, which was not accepted")]
        public static partial void Dropped(ILogger logger, SubmissionId submissionId);

        [LoggerMessage(6, LogLevel.Information, "Removed {Count} unfinished files from the spool")]
        public static partial void Cleaned(ILogger logger, int count);
    }
}
