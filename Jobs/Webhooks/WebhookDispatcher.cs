using Jobs.Events;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Webhooks;

/// <summary>
/// Makes a job of each webhook whose submission has ended. News of jobs say where to look; the store is asked in any
/// case, seldom, for news may be lost. Any number of gateways may do this at once: of several, one makes the job.
/// </summary>
public sealed partial class WebhookDispatcher(
    IWebhookStore webhooks, IJobReader reader, EventHub hub, WebhookJobs jobs, JobSubmitter submitter, IOptions<JobsOptions> options, TimeProvider clock,
    ILogger<WebhookDispatcher> logger) : BackgroundService
{
    private const int Page = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var news = hub.Subscribe(only: null, capacity: 8192);
        using var timer = new PeriodicTimer(options.Value.WebhookInterval, clock);
        var sweepAt = DateTimeOffset.MinValue;
        do
        {
            var isSweep = clock.GetUtcNow() >= sweepAt;
            if (isSweep)
                sweepAt = clock.GetUtcNow() + options.Value.WebhookSweep;
            try
            {
                await TurnAsync(isSweep ? null : Ended(news), stoppingToken);
            }
            catch (StoreUnavailableException error)
            {
                Log.StoreAway(logger, error.Message);
                sweepAt = DateTimeOffset.MinValue;
            }
#pragma warning disable CA1031 // One turn's bug must not keep all later webhooks from being sent.
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Log.TurnFailed(logger, error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <param name="ended">Submissions of which a job has ended since the last turn; null looks at all.</param>
    /// <param name="cancellationToken">Ends the turn.</param>
    internal async Task TurnAsync(IReadOnlySet<SubmissionId>? ended, CancellationToken cancellationToken)
    {
        if (ended is { Count: 0 })
            return;

        SubmissionId? after = null;
        IReadOnlyList<Submission> page;
        do
        {
            page = await webhooks.ListWebhooksAsync(Page, after, cancellationToken);
            foreach (var submission in page)
            {
                if (ended is null || ended.Contains(submission.Id))
                    await LookAsync(submission, cancellationToken);
            }

            after = page is [.., var last] ? last.Id : null;
        }
        while (page.Count == Page);
    }

    private async Task LookAsync(Submission submission, CancellationToken cancellationToken)
    {
        var counts = await reader.CountAsync(submission.Id, cancellationToken);
        if (counts.Open > 0)
            return;

        // The job first: a crash in between makes it a second time, which its key prevents.
        var (telling, job) = jobs.Create(submission, counts);
        await submitter.SubmitAsync(telling, [job], cancellationToken);
        if (await webhooks.TakeWebhookAsync(submission.Id, cancellationToken))
            Log.HandedOver(logger, submission.Id);
    }

    private static HashSet<SubmissionId> Ended(EventSubscription news)
    {
        var ended = new HashSet<SubmissionId>();
        while (news.Reader.TryRead(out var jobEvent))
        {
            if (jobEvent.State.IsTerminal())
                ended.Add(jobEvent.SubmissionId);
        }

        return ended;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Submission {SubmissionId} has ended; its webhook is a job now")]
        public static partial void HandedOver(ILogger logger, SubmissionId submissionId);

        [LoggerMessage(2, LogLevel.Warning, "Webhooks wait for the store: {Reason}")]
        public static partial void StoreAway(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Error, "A turn of the webhooks failed")]
        public static partial void TurnFailed(ILogger logger, Exception error);
    }
}
