using Adapters.Sqlite;
using Jobs.Stores;
using Tests.Support;

namespace Tests.Sqlite;

/// <summary>A damaged file is found before the start, and never opened as if nothing were wrong.</summary>
public sealed class DamageTests : IDisposable
{
    private const int PageBytes = 4096;

    private readonly TempFolder folder = new();

    private string DatabaseFile => Path.Combine(folder.Path, "links.db");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("header")]
    [InlineData("middle")]
    [InlineData("jobs")]
    [InlineData("jobs_by_state")]
    [InlineData("submissions_by_key")]
    public async Task Damage_is_reported_before_the_start_with_the_command_that_restores(string what)
    {
        await FillAsync();
        var offset = what switch
        {
            "header" => 0,
            "middle" => new FileInfo(DatabaseFile).Length / PageBytes / 2 * PageBytes,
            "jobs" => (RootOf(what) - 1) * PageBytes,

            // The content of an index, which then does not match its table.
            _ => (RootOf(what) * PageBytes) - 64,
        };
        Overwrite(offset);

        var error = Assert.Throws<StoreUnavailableException>(() => Open().Dispose());

        Assert.Contains($"The database {DatabaseFile} is damaged (", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"restore FILE --replace\"", error.Message, StringComparison.Ordinal);
        var backup = Path.Combine(folder.Path, "backups", "links-2.zip");
        Directory.CreateDirectory(Path.GetDirectoryName(backup)!);
        await File.WriteAllTextAsync(backup, "");
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(backup)!, "links-1.zip"), "");
        Assert.Contains(
            $"\"restore {backup} --replace\"",
            Assert.Throws<StoreUnavailableException>(() => Open().Dispose()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_that_is_found_after_the_start_is_reported_by_health()
    {
        await FillAsync();
        Overwrite((RootOf("jobs_by_state") * PageBytes) - 64);
        using var database = SqliteDatabase.Open(
            folder.Path, new SqliteOptions { Durable = false, CheckTime = TimeSpan.Zero });
        Assert.False(database.IsChecked);

        var found = await database.CheckAsync(default);

        Assert.NotNull(found);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await database.PingAsync(default));
        Assert.Equal(found.Message, error.Message);
    }

    private async Task FillAsync()
    {
        using var database = Open();
        var store = new SqliteJobStore(database);
        for (var i = 0; i < 20; i++)
        {
            var submission = Some.Submission() with { IdempotencyKey = $"key-{i}" };
            await store.AddAsync(submission, Some.Jobs(submission.Id, 100), default);
        }
    }

    private long RootOf(string name)
    {
        using var connection = Connection.Open(DatabaseFile);
        return connection.Prepare($"SELECT rootpage FROM sqlite_schema WHERE name = '{name}'").Scalar();
    }

    private void Overwrite(long offset)
    {
        using var file = new FileStream(DatabaseFile, FileMode.Open, FileAccess.Write);
        file.Position = offset;
        file.Write(Enumerable.Repeat((byte)0xA5, 64).ToArray());
    }

    private SqliteDatabase Open() => SqliteDatabase.Open(folder.Path, new SqliteOptions { Durable = false });
}
