using Jobs;
using Jobs.Failures;
using Jobs.Stores;
using Jobs.Submissions;
using Tests.Support;

namespace Tests.Contracts;

/// <summary>The stores of an implementation, for one test.</summary>
public abstract class TwoStores : IAsyncDisposable
{
    /// <summary>Opens the store twice over empty data.</summary>
    public abstract ValueTask<(JobStoreRoles First, JobStoreRoles Second)> OpenAsync();

    public abstract ValueTask DisposeAsync();
}

/// <summary>
/// Specifies job stores. An implementation derives from each part and provides two stores over the same data, as two
/// processes have them.
/// </summary>
public abstract class JobStoreContract(TwoStores stores) : IAsyncLifetime
{
    protected static readonly CancellationToken None = CancellationToken.None;
    protected static readonly DateTimeOffset Noon = Some.Noon;
    protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(8);

    protected JobStoreRoles Store { get; private set; } = null!;

    /// <summary>The same data, opened by another process.</summary>
    protected JobStoreRoles Other { get; private set; } = null!;

    public async Task InitializeAsync() => (Store, Other) = await stores.OpenAsync();

    public async Task DisposeAsync() => await stores.DisposeAsync();

    protected async Task<Job> AddOneAsync(string kind = "link")
    {
        var submission = Some.Submission();
        var job = Some.Job(submission.Id, kind: kind);
        await Store.Submissions.AddAsync(submission, [job], None);
        return job;
    }

    protected async Task<Job[]> AddManyAsync(int count)
    {
        var submission = Some.Submission();
        var jobs = Some.Jobs(submission.Id, count);
        await Store.Submissions.AddAsync(submission, jobs, None);
        return jobs;
    }

    protected async Task<(Job Job, Lease Lease)> ClaimOneAsync()
    {
        var job = await AddOneAsync();
        var claimed = (await ClaimAsync(job.Id))!;
        return (claimed, new Lease(job.Id, claimed.Fence));
    }

    protected ValueTask<Job?> ClaimAsync(JobId id, DateTimeOffset? at = null, string owner = "worker") =>
        Store.Claims.ClaimAsync(id, owner, at ?? Noon, (at ?? Noon) + Lease, None);

    protected async Task<Job> ReadAsync(JobId id) => (await Store.Reads.GetAsync(id, None))!;

    protected static Completion.Succeeded Success(string? result = null) => new(result) { At = Noon.AddSeconds(2) };

    protected static Completion.Failed Failure(FailureKind kind = FailureKind.Unavailable) =>
        new(new Failure(kind, "It is private.")) { At = Noon.AddSeconds(2) };

    protected static Completion.Retrying Again(DateTimeOffset due, bool counted = true) =>
        new(new Failure(FailureKind.Transient, "It timed out."), due, counted) { At = Noon.AddSeconds(2) };

    protected static SubmissionCounts Counts(params (JobState State, int Count)[] counts) =>
        SubmissionCounts.From(counts.ToDictionary(pair => pair.State, pair => pair.Count));
}
