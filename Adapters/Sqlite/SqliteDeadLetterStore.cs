using System.Globalization;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Stores;

namespace Adapters.Sqlite;

/// <summary>Stores dead letters in SQLite.</summary>
internal sealed class SqliteDeadLetterStore(ISqliteDatabase database) : IDeadLetterStore
{
    private const string BriefColumns = "id, at, job_id, kind, failure, attempts, origin, fence";
    private const string Columns = $"{BriefColumns}, raw";

    /// <summary>The columns with the beginning of the message, and its length.</summary>
    private static readonly string ListedColumns = string.Create(
        CultureInfo.InvariantCulture,
        $"{BriefColumns}, substr(raw, 1, {DeadLetter.ListedBytes}), length(raw)");

    /// <summary>Replaces the dead letter with the same ID or job, unless a later claim wrote that of the job.</summary>
    private const string AddSql =
        $"""
        INSERT OR REPLACE INTO dead_letters ({Columns}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
        WHERE NOT EXISTS (SELECT 1 FROM dead_letters WHERE job_id = ?3 AND fence > ?8)
        """;

    public async ValueTask AddAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            connection => connection.Prepare(AddSql)
                .Bind(letter.Id)
                .Bind(letter.At)
                .Bind(letter.JobId?.Value)
                .Bind(letter.Kind)
                .Bind(SqliteJson.Write(letter.Failure))
                .Bind(letter.Attempts)
                .Bind(letter.Origin)
                .Bind(letter.Fence)
                .Bind(letter.Raw.Span)
                .Run(),
            cancellationToken);

    public ValueTask<DeadLetter?> GetAsync(Guid id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => ReadAll(
                connection.Prepare($"SELECT {Columns} FROM dead_letters WHERE id = ?").Bind(id)).SingleOrDefault(),
            cancellationToken);

    public ValueTask<Page<DeadLetter>> ListAsync(int limit, Guid? after, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection =>
            {
                var rows = after is { } last
                    ? connection.Prepare(
                        $"SELECT {ListedColumns} FROM dead_letters WHERE id < ? ORDER BY id DESC LIMIT ?")
                        .Bind(last)
                    : connection.Prepare($"SELECT {ListedColumns} FROM dead_letters ORDER BY id DESC LIMIT ?");
                return Page.Cut(ReadAll(rows.Bind(limit + 1), isList: true), limit, letter => letter.Id.ToString("N"));
            },
            cancellationToken);

    public async ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            connection => connection.Prepare("DELETE FROM dead_letters WHERE id = ?").Bind(id).Run(),
            cancellationToken) == 1;

    public async ValueTask RemoveForJobAsync(JobId jobId, int fence, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            connection => connection.Prepare("DELETE FROM dead_letters WHERE job_id = ? AND ifnull(fence, 0) <= ?")
                .Bind(jobId.Value)
                .Bind(fence)
                .Run(),
            cancellationToken);

    public async ValueTask<int> CountAsync(CancellationToken cancellationToken) =>
        (int)await database.ReadAsync(
            connection => connection.Prepare("SELECT count(*) FROM dead_letters").Scalar(), cancellationToken);

    private static List<DeadLetter> ReadAll(Statement rows, bool isList = false)
    {
        var letters = new List<DeadLetter>();
        while (rows.Step())
        {
            var letter = new DeadLetter
            {
                Id = rows.Guid(0),
                At = rows.Time(1),
                JobId = rows.IsNull(2) ? null : new JobId(rows.Guid(2)),
                Kind = rows.TextOrNull(3),
                Failure = SqliteJson.ReadFailure(rows.Text(4)),
                Attempts = rows.Int(5),
                Origin = rows.Text(6),
                Fence = rows.IsNull(7) ? null : rows.Int(7),
                Raw = rows.Bytes(8),
            };
            letters.Add(isList ? letter with { Length = rows.Int(9) } : letter);
        }

        return letters;
    }
}
