using Jobs.Events;

namespace Jobs.Running;

/// <summary>
/// One attempt at a job, as its handler sees it. Used by one attempt; its methods may be called from any thread.
/// </summary>
public sealed class JobContext(
    Job job,
    TimeProvider clock,
    Action<Progress> report,
    Func<IReadOnlyList<Job>, CancellationToken, ValueTask<IReadOnlyList<Job>>> addJobs)
{
    /// <summary>More stages than this are not kept: a timeline is for people.</summary>
    public const int MaxStages = 100;

    private readonly Lock gate = new();
    private readonly List<Stage> stages = [];
    private volatile bool closed;

    public Job Job => job;

    public IReadOnlyList<Stage> Stages
    {
        get
        {
            lock (gate)
                return [.. stages];
        }
    }

    /// <summary>Tells watchers how far the attempt is. The caller bounds how often.</summary>
    public void Report(Progress progress)
    {
        if (!closed)
            report(progress);
    }

    /// <summary>Keeps a step for the job's timeline.</summary>
    public void AddStage(string name, DateTimeOffset startedAt, string result) =>
        AddStage(new Stage(name, startedAt, clock.GetUtcNow() - startedAt, result));

    /// <summary>Keeps a step that ended earlier.</summary>
    public void AddStage(Stage stage)
    {
        lock (gate)
        {
            if (!closed && stages.Count < MaxStages)
                stages.Add(stage);
        }
    }

    /// <summary>
    /// Adds jobs to this job's submission and puts them on the queue. Jobs whose key the submission already has
    /// are left out, so an attempt may add the same ones again after a crash.
    /// </summary>
    /// <returns>Those that were new.</returns>
    public ValueTask<IReadOnlyList<Job>> AddJobsAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken) =>
        addJobs(jobs, cancellationToken);

    /// <summary>
    /// The attempt is over: what its handler still tells is not heard, lest news of it follow the end of the job.
    /// </summary>
    internal void Close() => closed = true;
}
