using Jobs;
using Jobs.Events;
using Jobs.Stores;
using Jobs.Submissions;

namespace Gateway.Api.Events;

/// <summary>
/// One client's stream: what holds now, then the news. News may be lost on the way here, so whenever some may be
/// missing, the store is asked what has changed; the same change may be told twice. Used by one task.
/// </summary>
internal sealed class EventStream(EventSink sink, EventSubscription subscription, IJobReader store, TimeProvider clock)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>How often the store is asked when there is no news.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    /// <summary>How long after news the counts are told: a crowd of changes is counted once.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(250);

    /// <summary>In a crowd that never settles the counts are told this often.</summary>
    private static readonly TimeSpan LongestUnsettled = TimeSpan.FromSeconds(1);

    /// <summary>Stamps are of different machines, and a change is stored before it is told.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(2);

    private readonly SubmissionId? only = subscription.Only;
    private DateTimeOffset lastNews = DateTimeOffset.UnixEpoch;
    private SubmissionCounts counts = SubmissionCounts.None;
    private DateTimeOffset countedAt;
    private DateTimeOffset writtenAt;
    private int open;
    private bool changed;

    /// <summary>Runs until the submission is done, the client goes, or the process stops.</summary>
    public async Task RunAsync(EventId? resume, CancellationToken cancellationToken)
    {
        sink.Start();
        await CountAsync("snapshot", cancellationToken);
        if (resume is { } last)
            await CatchUpAsync(last.At - Overlap, cancellationToken);
        else if (only is not null)
            await CatchUpAsync(since: null, cancellationToken);

        var news = new EventWaiter(subscription, clock);
        while (!await EndIfDoneAsync(cancellationToken))
        {
            await sink.FlushAsync(cancellationToken);
            var any = await news.WaitAsync(changed ? Settle : Poll, cancellationToken);
            Drain();
            if (subscription.TakeMissed())
                await CatchUpAsync(lastNews - Overlap, cancellationToken);
            if (changed ? MustCount(any) : !any)
                await RecountAsync(cancellationToken);
            BeatIfQuiet();
        }
    }

    /// <summary>Whether a submission is done, and was so when the client was told the last time.</summary>
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
        writtenAt = clock.GetUtcNow();
        if (jobEvent.Progress is not null)
            return;

        changed = true;
        if (jobEvent.At > lastNews)
            lastNews = jobEvent.At;
        if (jobEvent.State.IsTerminal())
            open--;
    }

    private bool MustCount(bool any) =>
        !any || (only is not null && open <= 0) || clock.GetUtcNow() - countedAt >= LongestUnsettled;

    private async Task RecountAsync(CancellationToken cancellationToken)
    {
        var before = counts;
        var wasTold = changed;
        await CountAsync(changed ? "counts" : null, cancellationToken);
        if (wasTold || counts == before)
            return;

        // Something changed and nobody told: the news went elsewhere or was lost.
        await CatchUpAsync(lastNews - Overlap, cancellationToken);
        sink.WriteCounts("counts", CountsEventView.Of(only, counts));
        changed = false;
    }

    private async Task CountAsync(string? name, CancellationToken cancellationToken)
    {
        counts = only is { } id
            ? await store.CountAsync(id, cancellationToken)
            : await store.CountAllAsync(cancellationToken);
        open = counts.Open;
        countedAt = clock.GetUtcNow();
        changed = false;
        if (name is null)
            return;

        sink.WriteCounts(name, CountsEventView.Of(only, counts));
        writtenAt = countedAt;
    }

    /// <summary>
    /// Tells the present state of every job that has changed since; over all submissions, of the newest ones.
    /// </summary>
    private async Task CatchUpAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        JobId? after = null;
        do
        {
            // Over all submissions there is no reading by stamp that stays cheap, so the newest are looked through.
            var query = new JobQuery
            {
                SubmissionId = only, OldestFirst = only is not null, UpdatedSince = only is null
                    ? null
                    : since, After = after,
                Limit = JobQuery.MaxLimit,
            };
            var page = await store.ListAsync(query, cancellationToken);
            foreach (var job in page.Items.Where(job => since is null || job.UpdatedAt >= since))
                Write(JobEvent.For(job));
            await sink.FlushAsync(cancellationToken);
            after = page.Next is null || only is null ? null : page.Items[^1].Id;
        }
        while (after is not null);

        // What was told just now had been counted before.
        open = counts.Open;
    }

    private async Task<bool> EndIfDoneAsync(CancellationToken cancellationToken)
    {
        if (only is null || counts.Open > 0 || changed && !await IsStillDoneAsync(cancellationToken))
            return false;

        sink.WriteCounts("done", CountsEventView.Of(only, counts), lastNews);
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
        if (clock.GetUtcNow() - writtenAt < Heartbeat)
            return;

        sink.WriteHeartbeat();
        writtenAt = clock.GetUtcNow();
    }
}
