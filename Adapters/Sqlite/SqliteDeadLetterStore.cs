using System.Globalization;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Stores;

namespace Adapters.Sqlite;

/// <summary>Stores dead letters in SQLite.</summary>
internal sealed class SqliteDeadLetterStore(SqliteDatabase database) : IDeadLetterStore
{
    private const string Columns = "id, at, job_id, kind, failure, attempts, origin, raw";

    /// <summary>The columns with the beginning of the message, and its length.</summary>
    private static readonly string ListedColumns = string.Create(
        CultureInfo.InvariantCulture,
        $"id, at, job_id, kind, failure, attempts, origin, substr(raw, 1, {DeadLetter.ListedBytes}), length(raw)");

    public async ValueTask AddAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            connection => connection.Prepare(
                $"INSERT OR REPLACE INTO dead_letters ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                .Bind(letter.Id)
                .Bind(letter.At)
                .Bind(letter.JobId?.Value)
                .Bind(letter.Kind)
                .Bind(SqliteJson.Write(letter.Failure))
                .Bind(letter.Attempts)
                .Bind(letter.Origin)
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

    public async ValueTask RemoveForJobAsync(JobId jobId, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            connection => connection.Prepare("DELETE FROM dead_letters WHERE job_id = ?").Bind(jobId.Value).Run(),
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
                Raw = rows.Bytes(7),
            };
            letters.Add(isList ? letter with { Length = rows.Int(8) } : letter);
        }

        return letters;
    }
}
