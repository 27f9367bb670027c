using Extraction.Links;
using Extraction.Lists;
using Jobs;
using Jobs.Stores;
using Jobs.Submissions;

namespace Gateway.Api.Links;

/// <summary>Makes jobs of checked links and hands them in. When it returns, nothing can be lost.</summary>
internal sealed class LinksAcceptance(
    LinkJobs videos, ListJobs lists, JobSubmitter submitter, IJobReader store, TimeProvider clock)
{
    /// <param name="id">The id that the submission gets, unless the key belongs to an earlier one.</param>
    /// <param name="input">What was asked for, as it came.</param>
    /// <param name="links">The same, checked.</param>
    /// <param name="key">The caller's idempotency key.</param>
    /// <param name="publish">
    /// Whether the jobs go on the queue; else the caller runs them, and the relay has the rest.
    /// </param>
    /// <param name="cancellationToken">Ends the wait, not what was accepted by then.</param>
    public async Task<Acceptance> AcceptAsync(
        SubmissionId id, LinksInput input, IReadOnlyList<CheckedLink> links, string? key, bool publish,
        CancellationToken cancellationToken)
    {
        var submission = new Submission
        {
            Id = id,
            AcceptedAt = clock.GetUtcNow(),
            IdempotencyKey = key,
            Fingerprint = key is null ? null : IdempotencyKey.Fingerprint(input),
            Webhook = input.Webhook,
        };
        IReadOnlyList<Job> jobs = [.. links.DistinctBy(link => link.Key).Select(link => JobOf(id, link))];
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
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The jobs that the first answer named: those of the same links, in the same order.</summary>
    private async Task<IReadOnlyList<Job>> FirstJobsAsync(
        SubmissionId id, IReadOnlyList<Job> again, CancellationToken cancellationToken)
    {
        var byKey = new Dictionary<string, Job>(again.Count);
        JobId? after = null;
        do
        {
            var query = new JobQuery { SubmissionId = id, OldestFirst = true, After = after, Limit = JobQuery.MaxLimit };
            var page = await store.ListAsync(query, cancellationToken);
            foreach (var job in page.Items)
                byKey[job.Key] = job;
            after = page.Next is null ? null : page.Items[^1].Id;
        }
        while (after is not null);
        return [.. again.Where(job => byKey.ContainsKey(job.Key)).Select(job => byKey[job.Key])];
    }
}

/// <summary>What became of a request: closed, so that a switch over it is complete.</summary>
internal abstract record Acceptance
{
    private Acceptance() { }

    public sealed record New(IReadOnlyList<Job> Jobs) : Acceptance;

    /// <summary>The same request came before, with the same key.</summary>
    public sealed record Earlier(SubmissionId Id, IReadOnlyList<Job> Jobs) : Acceptance;

    /// <summary>Another request came with the same key.</summary>
    public sealed record KeyInUse : Acceptance;
}
