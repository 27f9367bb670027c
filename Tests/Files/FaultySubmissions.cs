using Jobs;
using Jobs.Stores;
using Jobs.Submissions;

namespace Tests.Files;

/// <summary>Fails, delays, or loses the answers of a store of submissions, as a test says.</summary>
internal sealed class FaultySubmissions : ISubmissionStore
{
    private ISubmissionStore inner = null!;
    private int adds;
    private int pages;

    /// <summary>Runs before a submission is added; its number counts from 1.</summary>
    public Func<int, Task> BeforeAdd { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after a submission was added.</summary>
    public Func<int, Task> AfterAdd { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs before jobs are added to a submission.</summary>
    public Func<int, Task> BeforePage { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after jobs were added to a submission.</summary>
    public Func<int, Task> AfterPage { get; set; } = _ => Task.CompletedTask;

    public static Task Fail() => throw new StoreUnavailableException("The store is away: wait.");

    public ISubmissionStore Over(ISubmissionStore store)
    {
        inner = store;
        return this;
    }

    public async ValueTask<Submission> AddAsync(
        Submission submission, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref adds);
        await BeforeAdd(number).WaitAsync(cancellationToken);
        var stored = await inner.AddAsync(submission, jobs, cancellationToken);
        await AfterAdd(number);
        return stored;
    }

    public async ValueTask<IReadOnlyList<Job>> AddJobsAsync(
        SubmissionId submissionId, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref pages);
        await BeforePage(number).WaitAsync(cancellationToken);
        var added = await inner.AddJobsAsync(submissionId, jobs, cancellationToken);
        await AfterPage(number);
        return added;
    }

    public ValueTask<Job?> CancelAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.CancelAsync(id, now, cancellationToken);

    public ValueTask<Job?> RetryAsync(
        JobId id, DateTimeOffset now, DateTimeOffset nextRelayAt, CancellationToken cancellationToken) =>
        inner.RetryAsync(id, now, nextRelayAt, cancellationToken);

    public ValueTask<Job?> AdvanceAsync(
        JobId id, DateTimeOffset now, DateTimeOffset nextRelayAt, CancellationToken cancellationToken) =>
        inner.AdvanceAsync(id, now, nextRelayAt, cancellationToken);
}
