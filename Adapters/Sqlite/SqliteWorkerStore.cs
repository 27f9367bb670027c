using System.Text.Json;
using Jobs.Workers;

namespace Adapters.Sqlite;

/// <summary>Stores reports of workers in SQLite; each report removes expired ones.</summary>
internal sealed class SqliteWorkerStore(ISqliteDatabase database) : IWorkerStore
{
    public async ValueTask ReportAsync(WorkerReport report, CancellationToken cancellationToken) =>
        await database.WriteRepeatableAsync(
            connection =>
            {
                connection.Prepare("DELETE FROM workers WHERE expires_at <= ?").Bind(report.At).Run();
                return connection.Prepare("INSERT OR REPLACE INTO workers (name, expires_at, report) VALUES (?, ?, ?)")
                    .Bind(report.Name)
                    .Bind(report.ExpiresAt)
                    .Bind(JsonSerializer.Serialize(report, SqliteJson.Default.WorkerReport))
                    .Run();
            },
            cancellationToken);

    public async ValueTask RemoveAsync(string name, CancellationToken cancellationToken) =>
        await database.WriteRepeatableAsync(
            connection => connection.Prepare("DELETE FROM workers WHERE name = ?").Bind(name).Run(), cancellationToken);

    public ValueTask<IReadOnlyList<WorkerReport>> ListAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<WorkerReport>>(
            connection =>
            {
                var rows = connection.Prepare("SELECT report FROM workers WHERE expires_at > ? ORDER BY name LIMIT ?")
                    .Bind(now).Bind(IWorkerStore.MaxListed);
                var reports = new List<WorkerReport>();
                while (rows.Step())
                    reports.Add(JsonSerializer.Deserialize(rows.Text(0), SqliteJson.Default.WorkerReport)!);
                return reports;
            },
            cancellationToken);
}
