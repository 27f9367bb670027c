namespace Jobs.Pace;

/// <summary>The lanes that are known to have waiting jobs. Not thread-safe.</summary>
internal sealed class WaitingLanes
{
    private readonly HashSet<JobLane> lanes = [];

    /// <summary>Number of lanes of each kind, and of each kind's interactive ones.</summary>
    private readonly Dictionary<(string Kind, bool OnlyUrgent), int> counts = [];

    /// <summary>True when there may be lanes that are not known.</summary>
    public bool IsFull => lanes.Count >= WindowReader.MaxLanes;

    /// <summary>The kinds with waiting jobs.</summary>
    public IEnumerable<string> Kinds =>
        counts.Where(count => count is { Key.OnlyUrgent: false, Value: > 0 }).Select(count => count.Key.Kind);

    /// <summary>Checks that a job of this lane has no turn yet: others of its lane, or as urgent ones, wait.</summary>
    public bool MustWait(JobLane lane) =>
        lanes.Contains(lane)

        // Somebody else's bulk does not wait in front of an urgent job.
        || counts.GetValueOrDefault((lane.Kind, lane.Priority is JobPriority.Interactive)) > 0;

    public void Add(JobLane lane)
    {
        if (lanes.Count < WindowReader.MaxLanes && lanes.Add(lane))
            Count(lane, 1);
    }

    public void Remove(JobLane lane)
    {
        if (lanes.Remove(lane))
            Count(lane, -1);
    }

    public void Clear()
    {
        lanes.Clear();
        counts.Clear();
    }

    private void Count(JobLane lane, int by)
    {
        counts[(lane.Kind, false)] = counts.GetValueOrDefault((lane.Kind, false)) + by;
        if (lane.Priority is JobPriority.Interactive)
            counts[(lane.Kind, true)] = counts.GetValueOrDefault((lane.Kind, true)) + by;
    }
}
