using Jobs;
using Jobs.Events;
using Jobs.Running;

namespace Extraction.Media;

/// <summary>
/// The jobs that share one download. Each of them gets its progress and steps, also after another one was canceled.
/// Thread-safe.
/// </summary>
internal sealed class TrackAudience(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly List<JobContext> jobs = [];

    public void Report(Progress progress)
    {
        foreach (var job in Present())
            job.Report(progress);
    }

    public void AddStage(string name, DateTimeOffset startedAt, string result)
    {
        var stage = new Stage(name, startedAt, clock.GetUtcNow() - startedAt, result);
        foreach (var job in Present())
            job.AddStage(stage);
    }

    public void Join(JobContext job)
    {
        lock (gate)
            jobs.Add(job);
    }

    /// <returns>True when no job is left.</returns>
    public bool Leave(JobContext job)
    {
        lock (gate)
        {
            jobs.Remove(job);
            return jobs.Count == 0;
        }
    }

    private JobContext[] Present()
    {
        lock (gate)
            return [.. jobs];
    }
}

/// <summary>Finds the audience of each download in flight. Thread-safe.</summary>
internal sealed class TrackAudiences(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, TrackAudience> audiences = new(StringComparer.Ordinal);

    public TrackAudience Join(string key, JobContext job)
    {
        lock (gate)
        {
            if (!audiences.TryGetValue(key, out var audience))
                audiences.Add(key, audience = new TrackAudience(clock));
            audience.Join(job);
            return audience;
        }
    }

    public void Leave(string key, JobContext job)
    {
        lock (gate)
        {
            if (audiences.TryGetValue(key, out var audience) && audience.Leave(job))
                audiences.Remove(key);
        }
    }
}
