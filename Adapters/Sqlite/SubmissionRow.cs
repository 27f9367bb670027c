using Jobs;
using Jobs.Stores;
using Jobs.Submissions;

namespace Adapters.Sqlite;

/// <summary>Reads, writes, and counts submissions and their jobs.</summary>
internal static class SubmissionRow
{
    private const string Columns = "id, accepted_at, idempotency_key, fingerprint, details, webhook";

    public static Submission Add(Connection connection, Submission submission, IReadOnlyList<Job> jobs)
    {
        if (submission.IdempotencyKey is { } key && FindByKey(connection, key) is { } earlier)
            return earlier;

        var isNew = connection.Prepare(
            $"INSERT INTO submissions ({Columns}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING")
            .Bind(submission.Id.Value)
            .Bind(submission.AcceptedAt)
            .Bind(submission.IdempotencyKey)
            .Bind(submission.Fingerprint)
            .Bind(submission.Details)
            .Bind(submission.Webhook)
            .Run() == 1;
        if (!isNew)
            return submission;

        connection.Prepare("INSERT INTO counts VALUES (?, 0, 0, 0, 0, 0, 0, 0)").Bind(submission.Id.Value).Run();
        Insert(connection, submission.Id, jobs);
        return submission;
    }

    public static IReadOnlyList<Job> AddJobs(Connection connection, SubmissionId id, IReadOnlyList<Job> jobs) =>
        Get(connection, id) is null ? [] : Insert(connection, id, jobs);

    public static Submission? Get(Connection connection, SubmissionId id) => ReadOne(
        connection.Prepare($"SELECT {Columns} FROM submissions WHERE id = ?").Bind(id.Value));

    public static Page<Submission> List(Connection connection, int limit, SubmissionId? after)
    {
        var row = connection.Prepare(
            $"SELECT {Columns} FROM submissions {(after is null ? "" : "WHERE id < ?")} ORDER BY id DESC LIMIT ?");
        if (after is { } last)
            row.Bind(last.Value);
        return Page.Cut(ReadAll(row.Bind(limit + 1)), limit, submission => submission.Id.ToString());
    }

    public static IReadOnlyList<Submission> ListWebhooks(Connection connection, int limit, SubmissionId? after)
    {
        // No ID is less than the empty one.
        var row = connection.Prepare(
            $"SELECT {Columns} FROM submissions WHERE webhook IS NOT NULL AND id > ? ORDER BY id LIMIT ?");
        if (after is { } last)
            row.Bind(last.Value);
        else
            row.Bind(ReadOnlySpan<byte>.Empty);
        return ReadAll(row.Bind(limit));
    }

    public static bool TakeWebhook(Connection connection, SubmissionId id) =>
        connection.Prepare("UPDATE submissions SET webhook = NULL WHERE id = ? AND webhook IS NOT NULL").Bind(id.Value)
            .Run() == 1;

    /// <param name="connection">The connection.</param>
    /// <param name="id">The submission; null for all.</param>
    public static SubmissionCounts Count(Connection connection, SubmissionId? id)
    {
        var row = connection.Prepare(
            "SELECT accepted, queued, running, retrying, succeeded, failed, cancelled FROM counts WHERE scope = ?");
        if (id is { } submission)
            row.Bind(submission.Value);
        else
            row.Bind(ReadOnlySpan<byte>.Empty);
        var counts = row.Step()
            ? new SubmissionCounts(row.Int(0), row.Int(1), row.Int(2), row.Int(3), row.Int(4), row.Int(5), row.Int(6))
            : SubmissionCounts.None;
        row.Reset();
        return counts;
    }

    private static Submission? FindByKey(Connection connection, string key) => ReadOne(
        connection.Prepare($"SELECT {Columns} FROM submissions WHERE idempotency_key = ?").Bind(key));

    private static List<Job> Insert(Connection connection, SubmissionId id, IReadOnlyList<Job> jobs)
    {
        var added = new List<Job>(jobs.Count);
        Span<int> counts = stackalloc int[JobStates.All.Length];
        var insert = JobRow.PrepareInsert(connection);
        foreach (var job in jobs)
        {
            if (!JobRow.Insert(insert, job))
                continue;
            added.Add(job);
            counts[(int)job.State]++;
        }

        var update = connection.Prepare(
            """
            UPDATE counts SET accepted = accepted + ?, queued = queued + ?, running = running + ?,
                retrying = retrying + ?, succeeded = succeeded + ?, failed = failed + ?, cancelled = cancelled + ?
            WHERE scope IN (?, x'')
            """);
        foreach (var count in counts)
            update.Bind(count);
        update.Bind(id.Value).Run();
        return added;
    }

    private static Submission? ReadOne(Statement row)
    {
        var submission = row.Step() ? Read(row) : null;
        row.Reset();
        return submission;
    }

    private static List<Submission> ReadAll(Statement rows)
    {
        var submissions = new List<Submission>();
        while (rows.Step())
            submissions.Add(Read(rows));
        return submissions;
    }

    private static Submission Read(Statement row) => new()
    {
        Id = new SubmissionId(row.Guid(0)),
        AcceptedAt = row.Time(1),
        IdempotencyKey = row.TextOrNull(2),
        Fingerprint = row.TextOrNull(3),
        Details = row.TextOrNull(4),
        Webhook = row.TextOrNull(5),
    };
}
