using Jobs.Events;

namespace Jobs.Running;

/// <summary>One attempt at a job, as its handler sees it. Its methods may be called from any thread.</summary>
public sealed class JobContext(
    Job job,
    TimeProvider clock,
    Action<Progress> report,
    Func<IReadOnlyList<Job>, CancellationToken, ValueTask<IReadOnlyList<Job>>> addJobs)
{
    /// <summary>Maximum number of stages kept: a timeline is for people.</summary>
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

    /// <summary>Publishes progress. The caller bounds how often.</summary>
    public void Report(Progress progress)
    {
        if (!closed)
            report(progress);
    }

    /// <summary>Adds a step to the timeline of the job.</summary>
    public void AddStage(string name, DateTimeOffset startedAt, string result) =>
        AddStage(new Stage(name, startedAt, clock.GetUtcNow() - startedAt, result));

    /// <summary>Adds a step that ended earlier.</summary>
    public void AddStage(Stage stage)
    {
        lock (gate)
        {
            if (!closed && stages.Count < MaxStages)
                stages.Add(stage);
        }
    }

    /// <summary>
    /// Adds jobs to this job's submission and publishes them. Skips jobs whose key the submission already has, so an
    /// attempt may add the same ones again after a crash.
    /// </summary>
    /// <returns>The added jobs.</returns>
    public ValueTask<IReadOnlyList<Job>> AddJobsAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken) =>
        addJobs(jobs, cancellationToken);

    /// <summary>
    /// Ends the attempt: ignores later reports of its handler, so that no progress follows the end of the job.
    /// </summary>
    internal void Close() => closed = true;
}
