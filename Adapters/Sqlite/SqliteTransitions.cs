using System.Collections.Frozen;
using Jobs;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Transitions;

namespace Adapters.Sqlite;

/// <summary>Runs the transitions of <see cref="JobTransitions"/>, each within the writer's transaction.</summary>
internal static class SqliteTransitions
{
    /// <summary>
    /// Finds the jobs whose turn has come. Each half reads one index in order, and SQLite merges them up to the limit.
    /// </summary>
    public const string WaitingSql =
        """
        SELECT id, 0, next_relay_at AS turn FROM jobs WHERE next_relay_at <= ?1
        UNION ALL
        SELECT id, 1, lease_expires_at AS turn FROM jobs WHERE lease_expires_at <= ?2
        ORDER BY turn LIMIT ?3
        """;

    public const string AnyWaitingSql =
        """
        SELECT EXISTS (SELECT 1 FROM jobs WHERE next_relay_at <= ?1)
            OR EXISTS (SELECT 1 FROM jobs WHERE lease_expires_at <= ?2)
        """;

    private static readonly SqliteTransition ConfirmOne = SqliteTransition.OfOne(JobTransitions.Confirm);
    private static readonly SqliteTransition ClaimOne = SqliteTransition.OfOne(
        JobTransitions.Claim, JobRow.Columns);
    private static readonly SqliteTransition RenewOne = SqliteTransition.OfOne(JobTransitions.Renew);
    private static readonly SqliteTransition RepublishOne =
        SqliteTransition.OfOne(JobTransitions.Republish, JobRow.BriefColumns);
    private static readonly SqliteTransition ResumeOne =
        SqliteTransition.OfOne(JobTransitions.Resume, JobRow.BriefColumns);
    private static readonly SqliteTransition ExpireOne =
        SqliteTransition.OfOne(JobTransitions.Expire, JobRow.BriefColumns);
    private static readonly SqliteTransition CancelOne = SqliteTransition.OfOne(JobTransitions.Cancel);
    private static readonly SqliteTransition RerunOne = SqliteTransition.OfOne(JobTransitions.Rerun);
    private static readonly SqliteTransition AdvanceOne = SqliteTransition.OfOne(JobTransitions.Advance);
    private static readonly SqliteTransition ReleaseEach = SqliteTransition.OfAll(JobTransitions.Release);
    private static readonly SqliteTransition ReleaseEachRunning = SqliteTransition.OfAll(JobTransitions.ReleaseRunning);

    private static readonly FrozenDictionary<JobTransition, SqliteTransition> Completions =
        new[]
            {
                JobTransitions.Succeed, JobTransitions.Fail, JobTransitions.Retry, JobTransitions.Postpone,
                JobTransitions.PutBack,
            }
            .ToFrozenDictionary(transition => transition, transition => SqliteTransition.OfOne(transition));

    public static int MarkQueued(
        Connection connection, IReadOnlyList<QueuedJob> jobs, DateTimeOffset now, TimeSpan redeliveryDelay)
    {
        var update = ConfirmOne.Prepare(connection);
        var arguments = new TransitionArguments(now) { Delay = redeliveryDelay };
        var marked = 0;
        foreach (var job in jobs)
            marked += ConfirmOne.Bind(update, job.JobId, arguments with { Fence = job.Fence }).Run();
        return marked;
    }

    public static Job? Claim(
        Connection connection, JobId id, string owner, DateTimeOffset now, DateTimeOffset leaseUntil) =>
        JobRow.ReadAll(ClaimOne.Bind(
            ClaimOne.Prepare(connection), id, new TransitionArguments(now) { Worker = owner, LeaseEnd = leaseUntil }))
            .SingleOrDefault();

    public static IReadOnlyList<Lease> Renew(
        Connection connection, IReadOnlyList<Lease> leases, DateTimeOffset leaseUntil)
    {
        var update = RenewOne.Prepare(connection);
        var arguments = new TransitionArguments { LeaseEnd = leaseUntil };
        var lost = new List<Lease>();
        foreach (var lease in leases)
        {
            if (RenewOne.Bind(update, lease.JobId, arguments with { Fence = lease.Fence }).Run() == 0)
                lost.Add(lease);
        }

        return lost;
    }

    public static bool Complete(Connection connection, Lease lease, Completion completion) =>
        Completions[JobTransitions.For(completion)]
            .Run(connection, lease.JobId, TransitionArguments.For(lease, completion));

    public static bool AnyWaiting(Connection connection, RelayTurn turn) =>
        connection.Prepare(AnyWaitingSql).Bind(turn.Now).Bind(turn.LeasesEndedBy).Scalar() != 0;

    public static IReadOnlyList<Job> TakeForRelay(Connection connection, RelayTurn turn)
    {
        var waiting = connection.Prepare(WaitingSql).Bind(turn.Now).Bind(turn.LeasesEndedBy).Bind(turn.Limit);
        var found = new List<(JobId Id, bool IsRunning)>();
        while (waiting.Step())
            found.Add((new JobId(waiting.Guid(0)), waiting.Int(1) == 1));

        var arguments = new TransitionArguments(turn.Now) { Delay = turn.RepublishDelay };
        var ended = arguments with { Now = turn.LeasesEndedBy ?? turn.Now };
        var taken = new List<Job>(found.Count);
        foreach (var (id, isRunning) in found)
        {
            // The index does not have the state: a job that is not published again is a retry.
            if (isRunning)
                taken.AddRange(JobRow.ReadAll(ExpireOne.Bind(ExpireOne.Prepare(connection), id, ended)));
            else if (JobRow.ReadOne(RepublishOne.Bind(RepublishOne.Prepare(connection), id, arguments)) is { } job)
                taken.Add(job);
            else
                taken.AddRange(JobRow.ReadAll(ResumeOne.Bind(ResumeOne.Prepare(connection), id, arguments)));
        }

        return taken;
    }

    public static Job? Cancel(Connection connection, JobId id, DateTimeOffset now)
    {
        CancelOne.Run(connection, id, new TransitionArguments(now));
        return JobReads.Get(connection, id);
    }

    public static Job? Retry(Connection connection, JobId id, DateTimeOffset now, DateTimeOffset nextRelayAt)
    {
        RerunOne.Run(connection, id, new TransitionArguments(now) { RelayTime = nextRelayAt });
        return JobReads.Get(connection, id);
    }

    public static Job? Advance(Connection connection, JobId id, DateTimeOffset now, DateTimeOffset nextRelayAt)
    {
        AdvanceOne.Run(connection, id, new TransitionArguments(now) { RelayTime = nextRelayAt });
        return JobReads.Get(connection, id);
    }

    public static int ReleaseAll(Connection connection, DateTimeOffset now)
    {
        var arguments = new TransitionArguments(now);
        return ReleaseEach.Run(connection, arguments) + ReleaseEachRunning.Run(connection, arguments);
    }
}
