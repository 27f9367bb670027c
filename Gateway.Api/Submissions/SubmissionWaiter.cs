using Gateway.Api.Events;
using Jobs;
using Jobs.Events;
using Jobs.Stores;
using Jobs.Submissions;

namespace Gateway.Api.Submissions;

/// <summary>Waits until every job of a submission has ended.</summary>
internal sealed class SubmissionWaiter(IJobReader store, EventHub hub, TimeProvider clock)
{
    /// <summary>Events are news and may be lost, so the store is asked too; seldom, for the news mostly come.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>To be made before the jobs are published, so that no event is missed.</summary>
    public EventSubscription Subscribe(SubmissionId id) => hub.Subscribe(id);

    /// <param name="events">From <see cref="Subscribe"/>.</param>
    /// <param name="id">The submission.</param>
    /// <param name="jobs">How many jobs it had at first; 0 asks the store at once.</param>
    /// <param name="limit">No longer than this.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>Whether all have ended.</returns>
    public async Task<bool> UntilDoneAsync(
        EventSubscription events, SubmissionId id, int jobs, TimeSpan limit, CancellationToken cancellationToken)
    {
        var news = new EventWaiter(events, clock);
        var deadline = clock.GetUtcNow() + limit;
        var ended = new HashSet<JobId>();
        while (true)
        {
            while (events.Reader.TryRead(out var jobEvent))
            {
                if (jobEvent.State.IsTerminal())
                    ended.Add(jobEvent.JobId);
            }

            // Jobs may have joined meanwhile, so only the store can say that none is open.
            var isDue = ended.Count >= jobs || events.TakeMissed();
            if (isDue && await IsDoneAsync(id, cancellationToken))
                return true;

            var left = deadline - clock.GetUtcNow();
            if (left <= TimeSpan.Zero)
                return false;
            if (!await news.WaitAsync(left < Poll ? left : Poll, cancellationToken) && await IsDoneAsync(id, cancellationToken))
                return true;
        }
    }

    private async ValueTask<bool> IsDoneAsync(SubmissionId id, CancellationToken cancellationToken) =>
        (await store.CountAsync(id, cancellationToken)).Open == 0;
}
