using System.Diagnostics;
using Extraction.Links;
using Extraction.Lists;
using Jobs;
using Jobs.Disk;
using Jobs.Stores;
using Jobs.Submissions;
using Jobs.Time;

namespace Gateway.Api.Links;

/// <summary>Creates the jobs of checked links and submits them. When it returns, the jobs are stored.</summary>
internal sealed class LinksAcceptance(
    LinkJobs videos, ListJobs lists, JobSubmitter submitter, IJobReader store, StoreClock clock,
    StoreFloor? floor = null)
{
    /// <summary>Maximum number of links that are urgent because the caller waits for them.</summary>
    private const int MostAwaited = 100;

    /// <param name="id">The ID of the new submission, unless the key belongs to an earlier one.</param>
    /// <param name="call">The request and its checked links.</param>
    /// <param name="publish">
    /// Puts the jobs on the queue. Otherwise the caller runs them, and the outbox relay publishes what is left.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; what was accepted by then stays.</param>
    public async Task<Acceptance> AcceptAsync(
        SubmissionId id, LinksCall call, bool publish, CancellationToken cancellationToken)
    {
        floor?.Require();
        var submission = new Submission
        {
            Id = id,
            AcceptedAt = clock.Now,
            IdempotencyKey = call.Key,
            Fingerprint = call.Key is null ? null : IdempotencyKey.Fingerprint(call.Request),
            Webhook = call.Request.Webhook,
        };
        CheckedLink[] links = [.. call.Links.DistinctBy(link => link.Key)];
        var priority = call.Request.Priority
            ?? (call.Wait is not null && links.Length <= MostAwaited
                ? JobPriority.Interactive
                : JobPriorities.OfSize(links.Length));
        IReadOnlyList<Job> jobs =
        [
            .. links.Select(link => JobOf(id, link) with
            {
                Priority = priority, Client = call.Client ?? id.ToString(),
            }),
        ];
        var stored = publish
            ? await submitter.SubmitAsync(submission, jobs, cancellationToken)
            : await submitter.StoreAsync(submission, jobs, cancellationToken);
        if (stored.Id == id)
            return new Acceptance.New(jobs);
        return stored.Fingerprint == submission.Fingerprint
            ? new Acceptance.Earlier(stored.Id, await FirstJobsAsync(stored.Id, jobs, cancellationToken))
            : new Acceptance.KeyInUse();
    }

    private Job JobOf(SubmissionId id, CheckedLink link) => link switch
    {
        CheckedLink.Video(var request) => videos.Create(id, request),
        CheckedLink.List(var request) => lists.Create(id, request),
        _ => throw new UnreachableException(),
    };

    /// <returns>The jobs named by the first answer: those of the same links, in the same order.</returns>
    private async Task<IReadOnlyList<Job>> FirstJobsAsync(
        SubmissionId id, IReadOnlyList<Job> repeated, CancellationToken cancellationToken)
    {
        var byKey = new Dictionary<string, Job>(repeated.Count);
        var query = new JobQuery { SubmissionId = id, OldestFirst = true, Limit = JobQuery.MaxLimit };
        await foreach (var page in store.ReadPagesAsync(query, cancellationToken))
        {
            foreach (var job in page)
                byKey[job.Key] = job;
        }

        return [.. repeated.Where(job => byKey.ContainsKey(job.Key)).Select(job => byKey[job.Key])];
    }
}

/// <summary>Represents the outcome of submitting links. Closed.</summary>
internal abstract record Acceptance
{
    private Acceptance() { }

    public sealed record New(IReadOnlyList<Job> Jobs) : Acceptance;

    /// <summary>The same request was accepted earlier with the same key.</summary>
    public sealed record Earlier(SubmissionId Id, IReadOnlyList<Job> Jobs) : Acceptance;

    /// <summary>A different request was accepted earlier with the same key.</summary>
    public sealed record KeyInUse : Acceptance;
}
