using Adapters.Sqlite;
using Jobs.Stores;
using Tests.Support;

namespace Tests.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>https://www.sqlite.org/pragma.html#pragma_synchronous</summary>
    private const long NotFlushed = 1;
    private const long Flushed = 2;

    private readonly TempFolder folder = new();

    private string DatabaseFile => Path.Combine(folder.Path, "links.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_native_library_is_a_current_SQLite()
    {
        Open().Dispose();

        var version = Version.Parse(SQLitePCL.raw.sqlite3_libversion().utf8_to_string());

        Assert.True(version >= new Version(3, 50, 4), $"SQLite {version}");
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart()
    {
        var submission = Some.Submission();
        using (var before = Open())
            await new SqliteJobStore(before).AddAsync(submission, Some.Jobs(submission.Id, 3), None);

        using var after = Open();

        Assert.Equal(3, (await new SqliteJobStore(after).CountAsync(submission.Id, None)).Accepted);
    }

    [Fact]
    public async Task Many_processes_may_start_at_once()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Open())));

        foreach (var database in opened)
        {
            await new SqliteJobStore(database).PingAsync(None);
            database.Dispose();
        }
    }

    [Fact]
    public async Task Two_writers_of_one_file_both_make_progress()
    {
        using var first = Open();
        using var second = Open();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            var submission = Some.Submission();
            await new SqliteJobStore(i % 2 == 0 ? first : second)
                .AddAsync(submission, Some.Jobs(submission.Id, 20), None);
        })));

        Assert.Equal(4_000, (await new SqliteJobStore(first).CountAllAsync(None)).Accepted);
    }

    [Fact]
    public async Task A_failed_write_does_not_affect_others_in_the_same_commit()
    {
        using var database = Open();

        var writes = Enumerable.Range(0, 100).Select(i => Task.Run(async () => await database.WriteAsync(
            connection =>
            {
                connection.Prepare("INSERT INTO submissions (id, accepted_at) VALUES (?, ?)")
                    .Bind(Guid.CreateVersion7()).Bind(i).Run();
                return i % 10 == 7 ? throw new InvalidOperationException("bug") : i;
            },
            None))).ToArray();
        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.All(writes, (write, i) => Assert.Equal(i % 10 == 7, write.IsFaulted));
        Assert.Equal(90, await database.ReadAsync(
            connection => connection.Prepare("SELECT count(*) FROM submissions").Scalar(), None));
    }

    [Fact]
    public async Task A_file_that_another_process_locks_for_too_long_is_reported_as_busy()
    {
        using var database = Open(busy: 0.2);
        using var holder = Connection.Open(DatabaseFile);
        holder.Execute("BEGIN IMMEDIATE");
        var submission = Some.Submission();

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await new SqliteJobStore(database).AddAsync(submission, [], None));
        holder.Execute("COMMIT");

        Assert.Contains("busy", error.Message, StringComparison.Ordinal);
        await new SqliteJobStore(database).AddAsync(submission, [], None);
    }

    [Fact]
    public void A_file_that_is_no_database_is_reported_with_what_to_do()
    {
        File.WriteAllText(DatabaseFile, new string('x', 10_000));

        var error = Assert.Throws<StoreUnavailableException>(() => Open());

        Assert.Contains(DatabaseFile, error.Message, StringComparison.Ordinal);
        Assert.Contains("restore a backup", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_later_version_is_left_alone()
    {
        Open().Dispose();
        using (var connection = Connection.Open(DatabaseFile))
            connection.Execute("PRAGMA user_version = 999");

        var error = Assert.Throws<StoreUnavailableException>(() => Open());

        Assert.Contains("later version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_after_the_end_is_rejected_as_unavailable()
    {
        var database = Open();
        database.Dispose();

        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await new SqliteJobStore(database).AddAsync(Some.Submission(), [], None));
    }

    [Fact]
    public async Task A_write_is_flushed_unless_its_loss_is_repaired()
    {
        using var database = Open(durable: true);

        Assert.Equal(Flushed, await database.WriteAsync(SynchronousOf, None));
        Assert.Equal(NotFlushed, await database.WriteRepeatableAsync(SynchronousOf, None));
        Assert.Equal(Flushed, await database.WriteAsync(SynchronousOf, None));
    }

    [Fact]
    public async Task A_write_that_arrives_during_a_commit_without_a_flush_gets_its_own_flush()
    {
        using var database = Open(durable: true);
        using var goOn = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = database.WriteRepeatableAsync(
            connection =>
            {
                begun.TrySetResult();
                goOn.Wait();
                return SynchronousOf(connection);
            },
            None).AsTask();
        await begun.Task;

        var second = database.WriteAsync(SynchronousOf, None).AsTask();
        goOn.Set();

        Assert.Equal((NotFlushed, Flushed), (await first, await second));
    }

    private static long SynchronousOf(Connection connection) => connection.Prepare("PRAGMA synchronous").Scalar();

    private SqliteDatabase Open(double busy = 20, bool durable = false) => SqliteDatabase.Open(
        folder.Path, new SqliteOptions { Durable = durable, BusyTimeout = TimeSpan.FromSeconds(busy) });
}
