using Files.Progress;
using Gateway.Api.Events;
using Gateway.Api.Files;
using Gateway.Api.Jobs;
using Jobs;
using Jobs.Events;
using Jobs.Stores;
using Jobs.Submissions;

namespace Gateway.Api.Submissions;

/// <summary>Reads submissions for clients, and waits until their jobs have ended.</summary>
internal sealed class SubmissionService(IJobReader store, FileProgress files, EventHub hub, TimeProvider clock)
{
    public const int DefaultLimit = 1000;

    /// <summary>Events may be lost, so the store is read too; rarely, because most events arrive.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    public async Task<SubmissionView?> ReadAsync(
        SubmissionId id, JobId? after, int limit, CancellationToken cancellationToken)
    {
        if (await store.GetSubmissionAsync(id, cancellationToken) is not { } submission)
            return null;

        // Counts before jobs: if the counts show that all jobs have ended, so does the list.
        var counts = await store.CountAsync(id, cancellationToken);
        var query = new JobQuery
        {
            SubmissionId = id, OldestFirst = true, After = after, Limit = limit,
            WithDetails = submission.Details is null,
        };
        var page = await store.ListAsync(query, cancellationToken);
        var rows = await files.CountAsync(submission, counts, cancellationToken);
        return new SubmissionView(
            id.ToString(), submission.AcceptedAt, counts.Open == 0, CountsView.Of(counts),
            [.. page.Items.Select(JobView.Of)], page.Next, rows is null ? null : FileView.Of(id, rows));
    }

    public async Task<SubmissionPageView> ListAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken)
    {
        var page = await store.ListSubmissionsAsync(limit, after, cancellationToken);
        var items = new List<SubmissionSummaryView>(page.Items.Count);
        foreach (var submission in page.Items)
            items.Add(SubmissionSummaryView.Of(submission, await store.CountAsync(submission.Id, cancellationToken)));
        return new SubmissionPageView(items, page.Next);
    }

    /// <summary>Subscribes to the events of a submission. Call it before its jobs are published.</summary>
    public EventSubscription Subscribe(SubmissionId id) => hub.Subscribe(id);

    /// <summary>Waits until every job of a submission has ended.</summary>
    /// <param name="events">From <see cref="Subscribe"/>.</param>
    /// <param name="id">The submission.</param>
    /// <param name="jobs">Its initial number of jobs; 0 reads the store at once.</param>
    /// <param name="limit">Maximum wait.</param>
    /// <param name="cancellationToken">Cancelled when the caller disconnects.</param>
    /// <returns>True if all jobs have ended.</returns>
    public async Task<bool> UntilDoneAsync(
        EventSubscription events, SubmissionId id, int jobs, TimeSpan limit, CancellationToken cancellationToken)
    {
        var waiter = new EventWaiter(events, clock);
        var began = clock.GetTimestamp();
        var ended = new HashSet<JobId>();
        while (true)
        {
            while (events.Reader.TryRead(out var jobEvent))
            {
                if (jobEvent.State.IsTerminal())
                    ended.Add(jobEvent.JobId);
            }

            // A job may have added jobs, so only the store knows that none is open.
            var isDue = ended.Count >= jobs || events.TakeMissed();
            if (isDue && await IsDoneAsync(id, cancellationToken))
                return true;

            var left = limit - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                return false;
            if (!await waiter.WaitAsync(left < Poll ? left : Poll, cancellationToken)
                && await IsDoneAsync(id, cancellationToken))
            {
                return true;
            }
        }
    }

    private async ValueTask<bool> IsDoneAsync(SubmissionId id, CancellationToken cancellationToken) =>
        (await store.CountAsync(id, cancellationToken)).Open == 0;
}
