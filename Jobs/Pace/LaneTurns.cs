namespace Jobs.Pace;

/// <summary>
/// Chooses whose turn it is by stride scheduling: each lane has a pass, the lowest goes next, and a turn moves it on by
/// one over the weight of its client. Priorities of a kind take turns in the same way, so that urgent jobs go first and
/// the others keep a small share. Kinds do not compete: each has a window of its own.
/// </summary>
internal sealed class LaneTurns(IReadOnlyDictionary<string, double> weights)
{
    /// <summary>Bounds the steps of one choice; beyond that a turn takes several jobs.</summary>
    private const int MaxSteps = 2_000;

    private const double LeastWeight = 0.001;
    private const double MostWeight = 1_000;

    private readonly Dictionary<JobLane, double> lanes = [];
    private readonly Dictionary<(string Kind, JobPriority Priority), double> levels = [];

    /// <summary>Chooses the next jobs.</summary>
    /// <param name="waiting">Lanes with waiting jobs.</param>
    /// <param name="rooms">Room of each kind.</param>
    /// <param name="limit">Maximum number of jobs.</param>
    /// <returns>Lanes, and how many jobs each may release now.</returns>
    public IReadOnlyList<(JobLane Lane, int Jobs)> Choose(
        IEnumerable<JobLane> waiting, IReadOnlyDictionary<string, int> rooms, int limit)
    {
        var chosen = new List<(JobLane Lane, int Jobs)>();
        foreach (var kind in waiting.GroupBy(lane => lane.Kind, StringComparer.Ordinal))
        {
            var room = Math.Min(rooms.GetValueOrDefault(kind.Key), limit);
            if (room > 0)
                chosen.AddRange(Choose(kind.Key, kind, room));
            limit -= Math.Max(0, room);
        }

        return chosen;
    }

    /// <summary>Forgets an empty lane: when it fills again, it starts with the others; idling earns nothing.</summary>
    public void Forget(JobLane lane) => lanes.Remove(lane);

    private IEnumerable<(JobLane Lane, int Jobs)> Choose(string kind, IEnumerable<JobLane> waiting, int room)
    {
        var queues = waiting.GroupBy(lane => lane.Priority).ToDictionary(level => level.Key, QueueOf);
        var order = Start(queues.Keys, priority => (kind, priority), levels);
        var step = 1 + room / MaxSteps;
        var chosen = new Dictionary<JobLane, int>();
        while (room > 0)
        {
            var jobs = Math.Min(step, room);
            order.TryDequeue(out var priority, out var level);
            queues[priority].TryDequeue(out var lane, out var pass);
            chosen[lane] = chosen.GetValueOrDefault(lane) + jobs;
            lanes[lane] = pass.Pass + jobs / WeightOf(lane.Client);
            queues[priority].Enqueue(lane, (lanes[lane], pass.Order));
            levels[(kind, priority)] = level.Pass + jobs / WeightOf(priority);
            order.Enqueue(priority, (levels[(kind, priority)], level.Order));
            room -= jobs;
        }

        return chosen.Select(one => (one.Key, one.Value));
    }

    private PriorityQueue<JobLane, (double Pass, int Order)> QueueOf(IEnumerable<JobLane> waiting) =>
        Start(waiting, lane => lane, lanes);

    /// <summary>Queues items by their pass. One without a pass starts at the lowest of the others.</summary>
    private static PriorityQueue<TItem, (double Pass, int Order)> Start<TItem, TKey>(
        IEnumerable<TItem> items, Func<TItem, TKey> keyOf, Dictionary<TKey, double> passes)
        where TKey : notnull
    {
        TItem[] all = [.. items];
        var known = all.Where(item => passes.ContainsKey(keyOf(item))).Select(item => passes[keyOf(item)]);
        var lowest = known.DefaultIfEmpty(0).Min();
        var queue = new PriorityQueue<TItem, (double Pass, int Order)>();
        foreach (var (order, item) in all.Index())
        {
            passes.TryAdd(keyOf(item), lowest);
            queue.Enqueue(item, (passes[keyOf(item)], order));
        }

        return queue;
    }

    private double WeightOf(string client) =>
        Math.Clamp(weights.GetValueOrDefault(client, 1), LeastWeight, MostWeight);

    internal static double WeightOf(JobPriority priority) => priority switch
    {
        JobPriority.Interactive => 100,
        JobPriority.Normal => 10,
        _ => 1,
    };
}
