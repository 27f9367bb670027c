using System.Globalization;
using Jobs;
using Jobs.Stores;
using Jobs.Submissions;

namespace Adapters.Sqlite;

/// <summary>Maps a job to its row.</summary>
internal static class JobRow
{
    private const string Head =
        "id, submission_id, kind, key, state, attempt, fence, relays, accepted_at, queued_at, started_at, finished_at, "
        + "due_at, next_relay_at, updated_at, owner, trace_parent, failure, retried_at, lease_expires_at, "
        + "priority, client, waits_since, released_at, completed_fence";

    public const string Columns = Head + ", payload, stages, result";

    /// <summary>The columns without those that can be large.</summary>
    public const string BriefColumns = Head + ", '', NULL, NULL";

    /// <summary>The columns of <see cref="Job.Brief"/>.</summary>
    public static readonly string DispatchColumns = string.Create(
        CultureInfo.InvariantCulture,
        $"{Head}, CASE WHEN octet_length(payload) <= {Job.MaxBriefPayload} THEN payload ELSE '' END, NULL, NULL");

    private const int PayloadColumn = 25;
    private const int StagesColumn = 26;
    private const int ResultColumn = 27;

    private const string InsertJob =
        $"INSERT INTO jobs ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        + "?, ?, ?, ?, ?) "
        + "ON CONFLICT DO NOTHING";

    public static Job Read(Statement row) => new()
    {
        Id = new JobId(row.Guid(0)),
        SubmissionId = new SubmissionId(row.Guid(1)),
        Kind = row.Text(2),
        Key = row.Text(3),
        State = (JobState)row.Int(4),
        Attempt = row.Int(5),
        Fence = row.Int(6),
        Relays = row.Int(7),
        AcceptedAt = row.Time(8),
        QueuedAt = row.TimeOrNull(9),
        StartedAt = row.TimeOrNull(10),
        FinishedAt = row.TimeOrNull(11),
        DueAt = row.TimeOrNull(12),
        NextRelayAt = row.TimeOrNull(13),
        UpdatedAt = row.Time(14),
        Owner = row.TextOrNull(15),
        TraceParent = row.TextOrNull(16),
        Failure = row.IsNull(17) ? null : SqliteJson.ReadFailure(row.Text(17)),
        RetriedAt = row.TimeOrNull(18),
        LeaseExpiresAt = row.TimeOrNull(19),
        Priority = (JobPriority)row.Int(20),
        Client = row.Text(21),
        WaitsSince = row.TimeOrNull(22),
        ReleasedAt = row.TimeOrNull(23),
        CompletedFence = row.Int(24),
        Payload = row.Text(PayloadColumn),
        Stages = SqliteJson.ReadStages(row.TextOrNull(StagesColumn)),
        Result = row.TextOrNull(ResultColumn),
    };

    public static string ColumnsOf(JobQuery query) =>
        $"{Head}, {(query.WithPayload ? "payload" : "''")}, {(query.WithDetails ? "stages, result" : "NULL, NULL")}";

    /// <summary>Returns the bytes of the columns that can be large.</summary>
    public static long LargeBytes(Statement row) =>
        (long)row.Length(PayloadColumn) + row.Length(StagesColumn) + row.Length(ResultColumn);

    public static Job? ReadOne(Statement rows)
    {
        var job = rows.Step() ? Read(rows) : null;
        rows.Reset();
        return job;
    }

    public static List<Job> ReadAll(Statement rows)
    {
        var jobs = new List<Job>();
        while (rows.Step())
            jobs.Add(Read(rows));
        return jobs;
    }

    public static Statement PrepareInsert(Connection connection) => connection.Prepare(InsertJob);

    /// <returns>False when its ID, or its key within the submission, already exists.</returns>
    public static bool Insert(Statement insert, Job job) => insert
        .Bind(job.Id.Value)
        .Bind(job.SubmissionId.Value)
        .Bind(job.Kind)
        .Bind(job.Key)
        .Bind((long)job.State)
        .Bind(job.Attempt)
        .Bind(job.Fence)
        .Bind(job.Relays)
        .Bind(job.AcceptedAt)
        .Bind(job.QueuedAt)
        .Bind(job.StartedAt)
        .Bind(job.FinishedAt)
        .Bind(job.DueAt)
        .Bind(job.NextRelayAt)
        .Bind(job.UpdatedAt)
        .Bind(job.Owner)
        .Bind(job.TraceParent)
        .Bind(SqliteJson.WriteOrNull(job.Failure))
        .Bind(job.RetriedAt)
        .Bind(job.LeaseExpiresAt)
        .Bind((long)job.Priority)
        .Bind(job.Client)
        .Bind(job.WaitsSince)
        .Bind(job.ReleasedAt)
        .Bind(job.CompletedFence)
        .Bind(job.Payload)
        .Bind(SqliteJson.Write(job.Stages))
        .Bind(job.Result)
        .Run() == 1;
}
