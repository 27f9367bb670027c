using Jobs;
using Jobs.Events;
using Jobs.Stores;
using Jobs.Submissions;

namespace Gateway.Api.Events;

/// <summary>
/// Streams to one client: the current state, then events. Events may be lost, so the stream reads changes from the
/// store whenever some may be missing; a client may receive the same change twice. Used by one task.
/// </summary>
internal sealed class EventStream(EventSink sink, EventSubscription subscription, IJobReader store, TimeProvider clock)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Interval at which the store is read while no event arrives.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    /// <summary>Delay of the counts after an event, so that a burst of changes is counted once.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(250);

    /// <summary>Interval of the counts during a burst that does not settle.</summary>
    private static readonly TimeSpan LongestUnsettled = TimeSpan.FromSeconds(1);

    /// <summary>Clocks of machines differ, and a change is stored before its event is sent.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(2);

    private readonly SubmissionId? only = subscription.Only;
    private DateTimeOffset lastEventAt = DateTimeOffset.UnixEpoch;
    private SubmissionCounts counts = SubmissionCounts.None;
    private long countedAt;
    private long writtenAt;
    private int open;
    private bool changed;

    /// <summary>Runs until the submission is done, the client disconnects, or the process stops.</summary>
    public async Task RunAsync(EventId? resume, CancellationToken cancellationToken)
    {
        sink.Start();
        await CountAsync("snapshot", cancellationToken);
        if (resume is { } last)
            await CatchUpAsync(last.At - Overlap, cancellationToken);
        else if (only is not null)
            await CatchUpAsync(since: null, cancellationToken);

        var waiter = new EventWaiter(subscription, clock);
        while (!await EndIfDoneAsync(cancellationToken))
        {
            await sink.FlushAsync(cancellationToken);
            var any = await waiter.WaitAsync(changed ? Settle : Poll, cancellationToken);
            Drain();
            if (subscription.TakeMissed())
                await CatchUpAsync(lastEventAt - Overlap, cancellationToken);
            if (changed ? MustCount(any) : !any)
                await RecountAsync(cancellationToken);
            BeatIfQuiet();
        }
    }

    /// <returns>True if the submission is done and the client has received its last event.</returns>
    public async Task<bool> IsOverAsync(EventId resume, CancellationToken cancellationToken)
    {
        if (!resume.IsEnd || only is not { } id || (await store.CountAsync(id, cancellationToken)).Open > 0)
            return false;
        var query = new JobQuery { SubmissionId = id, UpdatedSince = resume.At.AddMilliseconds(1), Limit = 1 };
        return (await store.ListAsync(query, cancellationToken)).Items.Count == 0;
    }

    private void Drain()
    {
        while (subscription.Reader.TryRead(out var jobEvent))
            Write(jobEvent);
    }

    private void Write(JobEvent jobEvent)
    {
        sink.Write(jobEvent);
        writtenAt = clock.GetTimestamp();
        if (jobEvent.Progress is not null)
            return;

        changed = true;
        if (jobEvent.At > lastEventAt)
            lastEventAt = jobEvent.At;
        if (jobEvent.State.IsTerminal())
            open--;
    }

    private bool MustCount(bool any) =>
        !any || (only is not null && open <= 0) || clock.GetElapsedTime(countedAt) >= LongestUnsettled;

    private async Task RecountAsync(CancellationToken cancellationToken)
    {
        var before = counts;
        var hadEvents = changed;
        await CountAsync(changed ? "counts" : null, cancellationToken);
        if (hadEvents || counts == before)
            return;

        // The counts changed without an event: it was lost, or sent to another process.
        await CatchUpAsync(lastEventAt - Overlap, cancellationToken);
        sink.WriteCounts("counts", CountsEventView.Of(only, counts));
        changed = false;
    }

    private async Task CountAsync(string? name, CancellationToken cancellationToken)
    {
        counts = only is { } id
            ? await store.CountAsync(id, cancellationToken)
            : await store.CountAllAsync(cancellationToken);
        open = counts.Open;
        countedAt = clock.GetTimestamp();
        changed = false;
        if (name is null)
            return;

        sink.WriteCounts(name, CountsEventView.Of(only, counts));
        writtenAt = countedAt;
    }

    /// <summary>
    /// Writes the current state of every job that has changed since; over all submissions, of the newest jobs only.
    /// </summary>
    private async Task CatchUpAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        if (only is null)
        {
            // Reading all submissions by timestamp is expensive, so only the newest jobs are checked.
            var newest = await store.ListAsync(new JobQuery { Limit = JobQuery.MaxLimit }, cancellationToken);
            await WriteAsync(newest.Items, since, cancellationToken);
        }
        else
        {
            var query = new JobQuery
            {
                SubmissionId = only, OldestFirst = true, UpdatedSince = since, Limit = JobQuery.MaxLimit,
            };
            await foreach (var page in store.ReadPagesAsync(query, cancellationToken))
                await WriteAsync(page, since, cancellationToken);
        }

        // The counts already include these changes.
        open = counts.Open;
    }

    private async Task WriteAsync(
        IReadOnlyList<Job> jobs, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        foreach (var job in jobs.Where(job => since is null || job.UpdatedAt >= since))
            Write(JobEvent.For(job));
        await sink.FlushAsync(cancellationToken);
    }

    private async Task<bool> EndIfDoneAsync(CancellationToken cancellationToken)
    {
        if (only is null || counts.Open > 0 || changed && !await IsStillDoneAsync(cancellationToken))
            return false;

        sink.WriteCounts("done", CountsEventView.Of(only, counts), lastEventAt);
        await sink.FlushAsync(cancellationToken);
        return true;
    }

    private async Task<bool> IsStillDoneAsync(CancellationToken cancellationToken)
    {
        await CountAsync(name: null, cancellationToken);
        return counts.Open == 0;
    }

    private void BeatIfQuiet()
    {
        if (clock.GetElapsedTime(writtenAt) < Heartbeat)
            return;

        sink.WriteHeartbeat();
        writtenAt = clock.GetTimestamp();
    }
}
