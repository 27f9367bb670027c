using System.Diagnostics;
using Jobs;
using Jobs.Queues;
using Jobs.Stores;

namespace Adapters.Sqlite;

/// <summary>
/// Every change of a job's state: each one conditional update, as <see cref="IJobStore"/> describes it.
/// </summary>
internal static class SqliteTransitions
{
    // States by number: 0 Accepted, 1 Queued, 2 Running, 3 Retrying, 4 Succeeded, 5 Failed, 6 Cancelled.
    private const string MarkQueuedSql =
        """
        UPDATE jobs SET state = 1, queued_at = ?1, due_at = NULL, updated_at = ?1, relay_at = ?1 + ?2 * (1 << min(relays, 6))
        WHERE id = ?3 AND fence = ?4 AND (state IN (0, 1) OR (state = 3 AND due_at <= ?1))
        """;

    private const string ClaimSql =
        $"""
        UPDATE jobs SET state = 2, attempt = attempt + 1, fence = fence + 1, owner = ?1, started_at = ?2, updated_at = ?2,
            due_at = NULL, relay_at = ?3
        WHERE id = ?4 AND (state IN (0, 1) OR (state = 3 AND due_at <= ?2) OR (state = 2 AND relay_at <= ?2))
        RETURNING {JobRow.Columns}
        """;

    private const string CompleteSql =
        """
        UPDATE jobs SET state = ?1, attempt = attempt - ?2, failure = ?3, stages = ?4, result = ?5, updated_at = ?6,
            finished_at = ?7, due_at = ?8, relay_at = ?8
        WHERE id = ?9 AND state = 2 AND fence = ?10
        """;

    private const string TakeForRelaySql =
        $"""
        UPDATE jobs SET relays = relays + 1, relay_at = ?1 + ?2 * (1 << min(relays, 3)),
            due_at = CASE state WHEN 2 THEN ?1 ELSE due_at END,
            updated_at = CASE state WHEN 2 THEN ?1 ELSE updated_at END,
            state = CASE state WHEN 2 THEN 3 ELSE state END
        WHERE id = ?3
        RETURNING {JobRow.Columns}
        """;

    private const string ReleaseRunningSql =
        "UPDATE jobs SET state = 3, attempt = attempt - 1, due_at = ?1, relay_at = ?1, updated_at = ?1 WHERE state = 2";

    public static int MarkQueued(
        Connection connection, IReadOnlyList<QueuedJob> jobs, DateTimeOffset now, TimeSpan redeliveryDelay)
    {
        var update = connection.Prepare(MarkQueuedSql);
        var marked = 0;
        foreach (var job in jobs)
            marked += update.Bind(now).Bind(redeliveryDelay).Bind(job.JobId.Value).Bind(job.Fence).Run();
        return marked;
    }

    public static Job? Claim(
        Connection connection, JobId id, string owner, DateTimeOffset now, DateTimeOffset leaseUntil) =>
        JobRow.ReadAll(connection.Prepare(ClaimSql).Bind(owner).Bind(now).Bind(leaseUntil).Bind(id.Value))
            .SingleOrDefault();

    public static IReadOnlyList<Lease> Renew(
        Connection connection, IReadOnlyList<Lease> leases, DateTimeOffset leaseUntil)
    {
        var update = connection.Prepare("UPDATE jobs SET relay_at = ? WHERE id = ? AND fence = ? AND state = 2");
        var lost = new List<Lease>();
        foreach (var lease in leases)
        {
            if (update.Bind(leaseUntil).Bind(lease.JobId.Value).Bind(lease.Fence).Run() == 0)
                lost.Add(lease);
        }

        return lost;
    }

    public static bool Complete(Connection connection, Lease lease, Completion completion)
    {
        var update = connection.Prepare(CompleteSql);
        var stages = SqliteJson.Write(completion.Stages);
        _ = completion switch
        {
            Completion.Succeeded done => update.Bind((long)JobState.Succeeded).Bind(0).BindNull().Bind(stages).Bind(done.Result)
                .Bind(done.At).Bind(done.At).BindNull(),
            Completion.Failed failed => update.Bind((long)JobState.Failed).Bind(0).Bind(SqliteJson.Write(failed.Failure)).Bind(stages).BindNull()
                .Bind(failed.At).Bind(failed.At).BindNull(),
            Completion.Retrying again => update.Bind((long)JobState.Retrying).Bind(again.Counted ? 0 : 1)
                .Bind(SqliteJson.Write(again.Failure)).Bind(stages).BindNull().Bind(again.At).BindNull()
                .Bind(again.DueAt),
            _ => throw new UnreachableException(),
        };
        return update.Bind(lease.JobId.Value).Bind(lease.Fence).Run() == 1;
    }

    public static IReadOnlyList<Job> TakeForRelay(
        Connection connection, DateTimeOffset now, TimeSpan republishDelay, int limit)
    {
        var waiting = connection.Prepare("SELECT id FROM jobs WHERE relay_at <= ? ORDER BY relay_at LIMIT ?").Bind(now)
            .Bind(limit);
        var ids = new List<Guid>();
        while (waiting.Step())
            ids.Add(waiting.Guid(0));

        var take = connection.Prepare(TakeForRelaySql);
        var taken = new List<Job>(ids.Count);
        foreach (var id in ids)
            taken.AddRange(JobRow.ReadAll(take.Bind(now).Bind(republishDelay).Bind(id)));
        return taken;
    }

    public static Job? Cancel(Connection connection, JobId id, DateTimeOffset now)
    {
        connection.Prepare(
            """
            UPDATE jobs SET state = 6, finished_at = ?1, updated_at = ?1, due_at = NULL, relay_at = NULL
            WHERE id = ?2 AND state IN (0, 1, 2, 3)
            """).Bind(now).Bind(id.Value).Run();
        return JobReads.Get(connection, id);
    }

    public static Job? Retry(Connection connection, JobId id, DateTimeOffset now, DateTimeOffset relayAt)
    {
        connection.Prepare(
            """
            UPDATE jobs SET state = 0, attempt = 0, relays = 0, failure = NULL, finished_at = NULL, due_at = NULL,
                retried_at = ?1, updated_at = ?1, relay_at = ?2
            WHERE id = ?3 AND state IN (5, 6)
            """).Bind(now).Bind(relayAt).Bind(id.Value).Run();
        return JobReads.Get(connection, id);
    }

    public static int ReleaseAll(Connection connection, DateTimeOffset now) =>
        connection.Prepare("UPDATE jobs SET relay_at = ?1 WHERE state IN (0, 1)").Bind(now).Run()
        + connection.Prepare(ReleaseRunningSql).Bind(now).Run();
}
