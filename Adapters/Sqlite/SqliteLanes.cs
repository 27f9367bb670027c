using Jobs;
using Jobs.Stores;
using Jobs.Transitions;

namespace Adapters.Sqlite;

/// <summary>Reads and dispatches the jobs that wait in their lanes.</summary>
internal static class SqliteLanes
{
    /// <summary>
    /// Finds the next clients of a priority and kind, each by one step in the index, however many jobs wait. Not one
    /// comparison of row values: for those, SQLite starts at the lane itself, and reads all of its jobs to leave it.
    /// One statement for all clients, because each statement takes and releases a lock of the file.
    /// </summary>
    public const string NextClientsSql =
        """
        WITH RECURSIVE clients (client) AS (
            SELECT * FROM (
                SELECT client FROM jobs INDEXED BY jobs_by_lane
                WHERE waits_since IS NOT NULL AND priority = ?1 AND kind = ?2 AND client > ?3
                ORDER BY client LIMIT 1)
            UNION ALL
            SELECT (
                SELECT client FROM jobs INDEXED BY jobs_by_lane
                WHERE waits_since IS NOT NULL AND priority = ?1 AND kind = ?2 AND client > clients.client
                ORDER BY client LIMIT 1)
            FROM clients WHERE clients.client IS NOT NULL LIMIT ?4)
        SELECT client FROM clients WHERE client IS NOT NULL
        """;

    /// <summary>Finds the next kind or priority by one step in the index.</summary>
    public const string NextKindSql =
        """
        SELECT priority, kind, client FROM jobs INDEXED BY jobs_by_lane
        WHERE waits_since IS NOT NULL AND priority = ? AND kind > ? ORDER BY kind, client LIMIT 1
        """;

    /// <summary>Finds the next kind or priority by one step in the index.</summary>
    public const string NextPrioritySql =
        """
        SELECT priority, kind, client FROM jobs INDEXED BY jobs_by_lane
        WHERE waits_since IS NOT NULL AND priority > ? ORDER BY priority, kind, client LIMIT 1
        """;

    public const string WaitingSql =
        """
        SELECT id FROM jobs
        WHERE waits_since IS NOT NULL AND priority = ? AND kind = ? AND client = ? ORDER BY id LIMIT ?
        """;

    /// <summary>
    /// Reads the indexes of released and of running jobs, so the many that wait or ended cost nothing.
    /// </summary>
    public const string ReleasedSql =
        """
        SELECT kind, COUNT(*), 0 FROM jobs INDEXED BY jobs_by_relay
        WHERE next_relay_at IS NOT NULL AND state IN (0, 1) GROUP BY kind
        UNION ALL
        SELECT kind, 0, COUNT(*) FROM jobs INDEXED BY jobs_by_lease
        WHERE lease_expires_at IS NOT NULL GROUP BY kind
        """;

    /// <summary>Reads the index of the lanes once, in its order.</summary>
    public const string CountWaitingSql =
        """
        SELECT priority, kind, SUM(jobs), COUNT(*) FROM (
            SELECT priority, kind, client, COUNT(*) AS jobs FROM jobs INDEXED BY jobs_by_lane
            WHERE waits_since IS NOT NULL GROUP BY priority, kind, client)
        GROUP BY priority, kind
        """;

    private static readonly SqliteTransition DispatchOne =
        SqliteTransition.OfOne(JobTransitions.Dispatch, JobRow.DispatchColumns);

    public static IReadOnlyList<JobLane> List(Connection connection, JobLane? after, int limit)
    {
        var lanes = new List<JobLane>();
        var last = after ?? new JobLane(0, "", "");
        while (true)
        {
            var (priority, kind) = ((long)last.Priority, last.Kind);
            var clients = connection.Prepare(NextClientsSql)
                .Bind(priority).Bind(kind).Bind(last.Client).Bind(limit - lanes.Count);
            while (lanes.Count < limit && clients.Step())
                lanes.Add(last with { Client = clients.Text(0) });
            clients.Reset();
            if (lanes.Count == limit)
                return lanes;

            var next = ReadLane(connection.Prepare(NextKindSql).Bind(priority).Bind(kind))
                ?? ReadLane(connection.Prepare(NextPrioritySql).Bind(priority));
            if (next is null)
                return lanes;
            last = next.Value;
            lanes.Add(last);
            if (lanes.Count == limit)
                return lanes;
        }
    }

    public static IReadOnlyList<Job> Dispatch(
        Connection connection, IReadOnlyList<(JobLane Lane, int Jobs)> lanes, DateTimeOffset now,
        TimeSpan republishDelay)
    {
        var dispatch = DispatchOne.Prepare(connection);
        var arguments = new TransitionArguments(now) { Delay = republishDelay };
        var dispatched = new List<Job>();
        var found = new List<Guid>();
        foreach (var (lane, jobs) in lanes)
        {
            var waiting = connection.Prepare(WaitingSql)
                .Bind((long)lane.Priority).Bind(lane.Kind).Bind(lane.Client).Bind(jobs);
            found.Clear();
            while (waiting.Step())
                found.Add(waiting.Guid(0));
            foreach (var id in found)
                dispatched.AddRange(JobRow.ReadAll(DispatchOne.Bind(dispatch, new JobId(id), arguments)));
        }

        return dispatched;
    }

    public static IReadOnlyList<WaitingCount> CountWaiting(Connection connection)
    {
        var counts = new List<WaitingCount>();
        var rows = connection.Prepare(CountWaitingSql);
        while (rows.Step())
            counts.Add(new WaitingCount((JobPriority)rows.Int(0), rows.Text(1), rows.Int(2), rows.Int(3)));
        return counts;
    }

    public static IReadOnlyDictionary<string, ReleasedJobs> CountReleased(Connection connection)
    {
        var counts = new Dictionary<string, ReleasedJobs>(StringComparer.Ordinal);
        var rows = connection.Prepare(ReleasedSql);
        while (rows.Step())
        {
            var kind = rows.Text(0);
            var count = counts.GetValueOrDefault(kind);
            counts[kind] = new ReleasedJobs(count.Waiting + rows.Int(1), count.Running + rows.Int(2));
        }

        return counts;
    }

    private static JobLane? ReadLane(Statement row)
    {
        JobLane? lane = row.Step() ? new JobLane((JobPriority)row.Int(0), row.Text(1), row.Text(2)) : null;
        row.Reset();
        return lane;
    }
}
