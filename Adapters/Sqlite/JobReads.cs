using System.Globalization;
using Jobs;
using Jobs.Stores;
using Jobs.Submissions;

namespace Adapters.Sqlite;

/// <summary>Reads jobs.</summary>
internal static class JobReads
{
    public static Job? Get(Connection connection, JobId id) =>
        JobRow.ReadOne(connection.Prepare($"SELECT {JobRow.Columns} FROM jobs WHERE id = ?").Bind(id.Value));

    /// <summary>
    /// Lists a page, row by row, so that what does not fit is never read. Over all submissions, each state has its part
    /// of an index in the order of IDs, and a read of each is merged; one read of several states would sort them all.
    /// </summary>
    public static Page<Job> List(Connection connection, JobQuery query)
    {
        var limit = Math.Clamp(query.Limit, 1, JobQuery.MaxLimit);
        var states = query.States.Distinct().ToArray();
        List<Statement> reads = query.SubmissionId is null && states.Length > 1
            ? [.. states.Select(state => Open(connection, query, [state], limit + 1))]
            : [Open(connection, query, states, limit + 1)];
        var open = reads.FindAll(read => read.Step());
        try
        {
            var jobs = new List<Job>();
            for (var bytes = 0L; open.Count > 0;)
            {
                var next = query.OldestFirst ? open.MinBy(row => row.Guid(0))! : open.MaxBy(row => row.Guid(0))!;
                bytes += JobRow.LargeBytes(next);
                if (jobs.Count == limit || (jobs.Count > 0 && bytes > query.MaxBytes))
                    return new Page<Job>(jobs, jobs[^1].Id.ToString());
                jobs.Add(JobRow.Read(next));
                if (!next.Step())
                    open.Remove(next);
            }

            return new Page<Job>(jobs, null);
        }
        finally
        {
            foreach (var read in open)
                read.Reset();
        }
    }

    public static IReadOnlyList<JobStatus> ListStates(
        Connection connection, SubmissionId submission, string kind, JobId? after, int limit)
    {
        // No ID is less than the empty one.
        var row = connection.Prepare(
            "SELECT id, key, state, failure FROM jobs WHERE submission_id = ? AND kind = ? AND id > ? "
            + "ORDER BY id LIMIT ?")
            .Bind(submission.Value)
            .Bind(kind);
        row = after is { } last ? row.Bind(last.Value) : row.Bind(ReadOnlySpan<byte>.Empty);
        row.Bind(limit);
        var states = new List<JobStatus>();
        while (row.Step())
        {
            states.Add(new JobStatus(
                new JobId(row.Guid(0)), row.Text(1), (JobState)row.Int(2),
                row.IsNull(3) ? null : SqliteJson.ReadFailure(row.Text(3)).Reason));
        }

        return states;
    }

    private static Statement Open(Connection connection, JobQuery query, JobState[] states, int limit)
    {
        var statement = connection.Prepare(Sql(query, states));
        if (query.SubmissionId is { } submission)
            statement.Bind(submission.Value);
        if (query.Kind is { } kind)
            statement.Bind(kind);
        if (query.UpdatedSince is { } since)
            statement.Bind(since);
        if (query.After is { } after)
            statement.Bind(after.Value);
        if (query.Through is { } through)
            statement.Bind(through.Value);
        return statement.Bind(limit);
    }

    private static string Sql(JobQuery query, JobState[] states)
    {
        string[] conditions =
        [
            .. query.SubmissionId is null ? [] : new[] { "submission_id = ?" },
            .. query.Kind is null ? [] : new[] { "kind = ?" },
            .. query.UpdatedSince is null ? [] : new[] { "updated_at >= ?" },
            .. query.After is null ? [] : new[] { query.OldestFirst ? "id > ?" : "id < ?" },
            .. query.Through is null ? [] : new[] { query.OldestFirst ? "id <= ?" : "id >= ?" },
            .. states.Length == 0 ? [] : new[] { $"state IN ({string.Join(", ", states.Select(Number))})" },
        ];
        var where = conditions.Length == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        return $"SELECT {JobRow.ColumnsOf(query)} FROM jobs {where} "
            + $"ORDER BY id {(query.OldestFirst ? "ASC" : "DESC")} LIMIT ?";
    }

    private static string Number(JobState state) => ((int)state).ToString(CultureInfo.InvariantCulture);
}
