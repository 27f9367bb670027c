using Jobs.Events;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Webhooks;

/// <summary>
/// Creates a job for each webhook whose submission has ended. Events tell which submissions to check; a rare sweep
/// checks all, because events may be lost. Several gateways may run it at once: one of them creates the job.
/// </summary>
public sealed partial class WebhookDispatcher(
    IWebhookStore webhooks,
    IJobReader reader,
    EventHub hub,
    WebhookJobs jobs,
    JobSubmitter submitter,
    IOptions<JobsOptions> options,
    TimeProvider clock,
    ILogger<WebhookDispatcher> logger) : BackgroundService
{
    private const int Page = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var events = hub.Subscribe(only: null, capacity: 8192);

        // By elapsed time: the time of day may be set back, and the sweep would wait for it.
        long? sweptAt = null;
        await Periodic.RunAsync(
            "The webhook dispatcher", options.Value.WebhookInterval, clock, TurnAsync, logger, stoppingToken);

        async Task TurnAsync(CancellationToken cancellationToken)
        {
            var isSweep = sweptAt is not { } last || clock.GetElapsedTime(last) >= options.Value.WebhookSweep;
            var ended = isSweep ? null : Ended(events);

            // A failed turn may have missed some, so the next one checks all.
            sweptAt = isSweep ? clock.GetTimestamp() : sweptAt;
            try
            {
                await DispatchAsync(ended, cancellationToken);
            }
            catch
            {
                sweptAt = null;
                throw;
            }
        }
    }

    /// <param name="ended">Submissions with a job that ended since the last turn; null for all.</param>
    /// <param name="cancellationToken">Ends the turn.</param>
    internal async Task DispatchAsync(IReadOnlySet<SubmissionId>? ended, CancellationToken cancellationToken)
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
                    await CheckAsync(submission, cancellationToken);
            }

            after = page is [.., var last] ? last.Id : null;
        }
        while (page.Count == Page);
    }

    private async Task CheckAsync(Submission submission, CancellationToken cancellationToken)
    {
        var counts = await reader.CountAsync(submission.Id, cancellationToken);
        if (counts.Open > 0)
            return;

        // The job first: a crash in between creates it again, and its key rejects the duplicate.
        var (notification, job) = jobs.Create(submission, counts);
        await submitter.SubmitAsync(notification, [job], cancellationToken);
        if (await webhooks.TakeWebhookAsync(submission.Id, cancellationToken))
            Log.HandedOver(logger, submission.Id);
    }

    private static HashSet<SubmissionId> Ended(EventSubscription events)
    {
        var ended = new HashSet<SubmissionId>();
        while (events.Reader.TryRead(out var jobEvent))
        {
            if (jobEvent.State.IsTerminal())
                ended.Add(jobEvent.SubmissionId);
        }

        return ended;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Submission {SubmissionId} has ended; created the job of its webhook")]
        public static partial void HandedOver(ILogger logger, SubmissionId submissionId);
    }
}
