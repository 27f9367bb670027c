using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Jobs.Stores;

namespace Adapters.Sqlite;

/// <summary>
/// The only writer of this process: a thread that owns its connection and runs all waiting writes in one transaction,
/// so that many small writes share the one flush that a commit costs.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    /// <summary>Maximum time for which a group accepts further writes: its members wait for the commit.</summary>
    private static readonly TimeSpan GroupTime = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Maximum time for which this process holds the file, commit after commit, before others get a chance: the lock of
    /// SQLite has no queue, so a busy process would starve the others.
    /// </summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(1);

    private readonly WriteQueue waiting = new();
    private readonly Connection connection;
    private readonly string file;
    private readonly SqliteOptions options;
    private readonly Thread thread;
    private long turnStarted;

    /// <summary>Flushes each commit to disk at the moment; used by the thread of the writer.</summary>
    private bool flushes;

    public SqliteWriter(Connection connection, string file, SqliteOptions options)
    {
        this.connection = connection;
        this.file = file;
        this.options = options;
        Health = new WriteHealth(() => RunAsync(WriteNothing, CancellationToken.None).AsTask());
        connection.Execute("PRAGMA synchronous = NORMAL");
        thread = new Thread(Loop) { Name = "SQLite writer", IsBackground = true };
        thread.Start();
    }

    public WriteHealth Health { get; }

    /// <summary>
    /// Runs a write in a transaction, alone or with others that wait; when this returns, it is on disk. The work may
    /// run twice, the first time rolled back, so it has no effects outside the database.
    /// </summary>
    /// <param name="work">Runs on the thread of the writer. If it throws, only its own changes are undone.</param>
    /// <param name="cancellationToken">Withdraws the write while it waits; once started, it is awaited.</param>
    /// <exception cref="StoreUnavailableException">
    /// The file is busy for too long or cannot be written; nothing changed.
    /// </exception>
    public ValueTask<T> RunAsync<T>(Func<Connection, T> work, CancellationToken cancellationToken) =>
        RunAsync(work, needsFlush: true, cancellationToken);

    /// <summary>
    /// Does the same as <see cref="RunAsync{T}(Func{Connection, T}, CancellationToken)"/> without waiting for the disk:
    /// when this returns, the change outlives the process, and the next flushed write includes it. For changes that are
    /// repaired when a power failure undoes them: a claim is claimed again, and a document is flushed with the
    /// completion of its job.
    /// </summary>
    public ValueTask<T> RunRepeatableAsync<T>(Func<Connection, T> work, CancellationToken cancellationToken) =>
        RunAsync(work, needsFlush: false, cancellationToken);

    private async ValueTask<T> RunAsync<T>(
        Func<Connection, T> work, bool needsFlush, CancellationToken cancellationToken)
    {
        // A write that is already canceled must not race the writer for its start.
        cancellationToken.ThrowIfCancellationRequested();
        var write = new SqliteWrite<T>(work, needsFlush);
        try
        {
            await waiting.AddAsync(write, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new StoreUnavailableException($"The database {file} is closed: the process is stopping.");
        }

        await using (cancellationToken.UnsafeRegister(
            static (state, token) => ((SqliteWrite)state!).Withdraw(token), write))
        {
            return await write.Task;
        }
    }

    public void Dispose()
    {
        // Waiting writes still run: their callers were promised an answer.
        if (waiting.TryComplete())
            thread.Join();
    }

    private void Loop()
    {
        var group = new List<SqliteWrite>(options.MaxGroup);
        turnStarted = Stopwatch.GetTimestamp();
        while (WaitForWork())
        {
            WriteGroup(group);
            group.Clear();
        }

        connection.Dispose();
    }

    private bool WaitForWork()
    {
        var ready = waiting.WaitAsync();
        if (!ready.IsCompleted)
        {
            var more = ready.AsTask().GetAwaiter().GetResult();
            turnStarted = Stopwatch.GetTimestamp();
            return more;
        }

        if (Stopwatch.GetElapsedTime(turnStarted) > Turn)
        {
            Thread.Sleep(Breath);
            turnStarted = Stopwatch.GetTimestamp();
        }

        return ready.GetAwaiter().GetResult();
    }

    private void WriteGroup(List<SqliteWrite> group)
    {
        if (!TryBegin(waiting.NeedsFlush, out var busy))
        {
            while (group.Count < options.MaxGroup && waiting.TryTake(out var write))
                group.Add(write);
            FailAll(group, busy);
            return;
        }

        var changes = connection.TotalChanges;
        try
        {
            var began = Stopwatch.GetTimestamp();
            var takesAll = flushes || !options.Durable;
            while (group.Count < options.MaxGroup
                && Stopwatch.GetElapsedTime(began) < GroupTime
                && (takesAll ? waiting.TryTake(out var write) : waiting.TryTakeRepeatable(out write)))
            {
                if (!write.TryStart())
                    continue;
                group.Add(write);
                write.Run(connection);
            }

            connection.Execute("COMMIT");
        }
#pragma warning disable CA1031 // A bug in one write must not fail the others: each runs alone below.
        catch (Exception)
#pragma warning restore CA1031
        {
            Rollback();
            WriteEachAlone(group);
            return;
        }

        CommitSucceeded(changes);
        foreach (var write in group)
            write.Complete();
    }

    /// <summary>A commit shows that the file can be written, unless it had nothing to write.</summary>
    private void CommitSucceeded(int changesBefore)
    {
        if (connection.TotalChanges != changesBefore)
            Health.Succeed();
    }

    /// <summary>Changes a page and changes it back: SQLite does not write a page that has its old content.</summary>
    private static int WriteNothing(Connection connection) =>
        connection.Prepare("UPDATE counts SET accepted = accepted + 1 WHERE scope = x''").Run()
        + connection.Prepare("UPDATE counts SET accepted = accepted - 1 WHERE scope = x''").Run();

    private void WriteEachAlone(List<SqliteWrite> group)
    {
        StoreUnavailableException? busy = null;
        foreach (var write in group)
        {
            // A file that is busy for one is busy for all: each further wait would add to theirs.
            if (busy is not null || !TryBegin(write.NeedsFlush, out busy))
                write.Fail(busy);
            else
                WriteAlone(write);
        }
    }

    private void WriteAlone(SqliteWrite write)
    {
        var changes = connection.TotalChanges;
        try
        {
            write.Run(connection);
            connection.Execute("COMMIT");
        }
#pragma warning disable CA1031 // Passed to the caller of this write.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Rollback();
            if (error is SqliteError sqlite)
                write.Fail(Health.Fail(sqlite.Explain(file)));
            else
                write.Fail(error);
            return;
        }

        CommitSucceeded(changes);
        write.Complete();
    }

    private bool TryBegin(bool withFlush, [NotNullWhen(false)] out StoreUnavailableException? reason)
    {
        try
        {
            if (options.Durable && flushes != withFlush)
            {
                // This cannot change within a transaction: https://www.sqlite.org/pragma.html#pragma_synchronous
                connection.Execute($"PRAGMA synchronous = {(withFlush ? "FULL" : "NORMAL")}");
                flushes = withFlush;
            }

            BusyRetry.Try(() => connection.Execute("BEGIN IMMEDIATE"), options.BusyTimeout);
            reason = null;
            return true;
        }
        catch (SqliteError error)
        {
            reason = Health.Fail(error.Explain(file));
            return false;
        }
    }

    // SQLite rolls back by itself after some errors (a full disk, a failed read).
    private void Rollback()
    {
        try
        {
            connection.ResetAll();
            if (connection.InTransaction)
                connection.Execute("ROLLBACK");
        }
        catch (SqliteError)
        {
            // The transaction is rolled back either way; the next BEGIN reports what is wrong with the file.
        }
    }

    private static void FailAll(List<SqliteWrite> group, Exception error)
    {
        foreach (var write in group)
        {
            if (write.TryStart())
                write.Fail(error);
        }
    }
}
