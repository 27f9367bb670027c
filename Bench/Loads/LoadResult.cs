using System.Collections.Concurrent;

namespace Bench.Loads;

/// <summary>Results of a load. Any thread may add to it while the load runs.</summary>
internal sealed class LoadResult(int requests, DateTimeOffset startedAt)
{
    private readonly ConcurrentDictionary<int, int> byStatus = new();
    private readonly ConcurrentQueue<TimeSpan> answers = new();
    private readonly bool[] accepted = new bool[requests];

    /// <summary>By the clock that also stamps the jobs.</summary>
    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Time from the start to the last request sent.</summary>
    public TimeSpan LastSent { get; set; }

    /// <summary>From the start to the last answer.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>Number of planned requests; an interrupted load sends fewer.</summary>
    public int Requests => requests;

    public Histogram Latency { get; } = new();

    public IReadOnlyDictionary<int, int> ByStatus => byStatus;

    public int Accepted => byStatus.Where(row => new Reply(row.Key).IsAccepted).Sum(row => row.Value);

    /// <summary>The numbers of the requests that were accepted.</summary>
    public IEnumerable<int> AcceptedNumbers => Enumerable.Range(0, requests).Where(number => accepted[number]);

    /// <summary>Times of the answers, from the start.</summary>
    public IReadOnlyCollection<TimeSpan> Answers => answers;

    public void Add(int number, Reply reply, TimeSpan latency, TimeSpan at)
    {
        byStatus.AddOrUpdate(reply.Status, 1, (_, count) => count + 1);
        Latency.Record(latency);
        if (!reply.IsAccepted)
            return;

        accepted[number] = true;
        answers.Enqueue(at);
    }
}
