using System.Globalization;
using Jobs;
using Jobs.Stores;

namespace Adapters.Sqlite;

/// <summary>Reads jobs.</summary>
internal static class JobReads
{
    public static Job? Get(Connection connection, JobId id) =>
        JobRow.ReadOne(connection.Prepare($"SELECT {JobRow.Columns} FROM jobs WHERE id = ?").Bind(id.Value));

    public static Page<Job> List(Connection connection, JobQuery query)
    {
        var limit = Math.Clamp(query.Limit, 1, JobQuery.MaxLimit);

        // Over all submissions, each state has its part of an index in the order of IDs, so a few short reads are
        // merged; one read of several states would have to sort them all.
        var states = query.States.Distinct().ToArray();
        List<Job> jobs = query.SubmissionId is null && states.Length > 1
            ?
            [
                .. Sort(states.SelectMany(state => Read(connection, query, [state], limit + 1)), query.OldestFirst)
                    .Take(limit + 1),
            ]
            : Read(connection, query, states, limit + 1);
        return Page.Cut(jobs, limit, job => job.Id.ToString());
    }

    private static IEnumerable<Job> Sort(IEnumerable<Job> jobs, bool oldestFirst) => oldestFirst
        ? jobs.OrderBy(job => job.Id.ToString(), StringComparer.Ordinal)
        : jobs.OrderByDescending(job => job.Id.ToString(), StringComparer.Ordinal);

    private static List<Job> Read(Connection connection, JobQuery query, JobState[] states, int limit)
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
        return JobRow.ReadAll(statement.Bind(limit));
    }

    private static string Sql(JobQuery query, JobState[] states)
    {
        string[] conditions =
        [
            .. query.SubmissionId is null ? [] : new[] { "submission_id = ?" },
            .. query.Kind is null ? [] : new[] { "kind = ?" },
            .. query.UpdatedSince is null ? [] : new[] { "updated_at >= ?" },
            .. query.After is null ? [] : new[] { query.OldestFirst ? "id > ?" : "id < ?" },
            .. states.Length == 0 ? [] : new[] { $"state IN ({string.Join(", ", states.Select(Number))})" },
        ];
        var where = conditions.Length == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        return $"SELECT {(query.WithDetails ? JobRow.Columns : JobRow.BriefColumns)} FROM jobs {where} "
            + $"ORDER BY id {(query.OldestFirst ? "ASC" : "DESC")} LIMIT ?";
    }

    private static string Number(JobState state) => ((int)state).ToString(CultureInfo.InvariantCulture);
}
