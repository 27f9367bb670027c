using System.Diagnostics;
using System.Threading.Channels;
using Jobs.Stores;

namespace Adapters.Sqlite;

/// <summary>
/// The one writer of this process: a thread that owns its connection and takes all the writes that wait into one
/// transaction, so that a crowd of small writes shares the one flush to disk that a commit costs.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    /// <summary>How long a group takes further writes: those already in it wait for its commit.</summary>
    private static readonly TimeSpan GroupTime = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// How long the file may be held, commit after commit, before other processes get a moment: SQLite's lock has no
    /// queue, so without it a busy process would starve the others.
    /// </summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(1);

    private readonly WriteQueue waiting = new();
    private readonly Connection connection;
    private readonly string file;
    private readonly SqliteOptions options;
    private readonly Thread thread;
    private long turnStarted;

    /// <summary>Whether commits wait for the disk at the moment; used by the writer's thread.</summary>
    private bool flushes;

    public SqliteWriter(Connection connection, string file, SqliteOptions options)
    {
        this.connection = connection;
        this.file = file;
        this.options = options;
        connection.Execute("PRAGMA synchronous = NORMAL");
        thread = new Thread(Loop) { Name = "SQLite writer", IsBackground = true };
        thread.Start();
    }

    /// <summary>
    /// Runs a change in a transaction, alone or with others that wait; when this returns it is on the disk. The change
    /// may be run twice (the first run is rolled back then), so it has no effects beyond the database.
    /// </summary>
    /// <param name="work">Runs on the writer's thread. If it throws, only it is undone.</param>
    /// <param name="cancellationToken">Takes the change back while it waits; once begun, it is waited for.</param>
    /// <exception cref="StoreUnavailableException">
    /// The file is busy beyond the bound or cannot be written; nothing was changed.
    /// </exception>
    public ValueTask<T> RunAsync<T>(Func<Connection, T> work, CancellationToken cancellationToken) =>
        RunAsync(work, needsFlush: true, cancellationToken);

    /// <summary>
    /// As <see cref="RunAsync{T}(Func{Connection, T}, CancellationToken)"/>, but without waiting for the disk: when
    /// this returns the change outlives the process, and the next change that is flushed takes it along. For what is
    /// made good when a power cut undoes it: a claim is claimed again, and a document is flushed with the end of its
    /// job.
    /// </summary>
    public ValueTask<T> RunRepeatableAsync<T>(Func<Connection, T> work, CancellationToken cancellationToken) =>
        RunAsync(work, needsFlush: false, cancellationToken);

    private async ValueTask<T> RunAsync<T>(
        Func<Connection, T> work, bool needsFlush, CancellationToken cancellationToken)
    {
        // One that is cancelled already must not race the writer for its start.
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
            static (state, token) => ((SqliteWrite)state!).TakeBack(token), write))
        {
            return await write.Task;
        }
    }

    public void Dispose()
    {
        // What waits is still written: its callers were promised an answer.
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
#pragma warning disable CA1031 // One write's bug must not cost the others their answer: each gets its own below.
        catch (Exception)
#pragma warning restore CA1031
        {
            Rollback();
            foreach (var write in group)
                WriteAlone(write);
            return;
        }

        foreach (var write in group)
            write.Complete();
    }

    private void WriteAlone(SqliteWrite write)
    {
        if (!TryBegin(write.NeedsFlush, out var busy))
        {
            write.Fail(busy);
            return;
        }

        try
        {
            write.Run(connection);
            connection.Execute("COMMIT");
        }
#pragma warning disable CA1031 // Handed to whoever waits for this write.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Rollback();
            write.Fail(error is SqliteError sqlite ? sqlite.Explain(file) : error);
            return;
        }

        write.Complete();
    }

    private bool TryBegin(bool withFlush, out StoreUnavailableException problem)
    {
        try
        {
            if (options.Durable && flushes != withFlush)
            {
                // Cannot be changed within a transaction: https://www.sqlite.org/pragma.html#pragma_synchronous
                connection.Execute($"PRAGMA synchronous = {(withFlush ? "FULL" : "NORMAL")}");
                flushes = withFlush;
            }

            BusyRetry.Try(() => connection.Execute("BEGIN IMMEDIATE"), options.BusyTimeout);
            problem = null!;
            return true;
        }
        catch (SqliteError error)
        {
            problem = error.Explain(file);
            return false;
        }
    }

    // SQLite itself has rolled back after some errors (a full disk, a failed read).
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
            // The transaction is void either way; the next BEGIN says what is wrong with the file.
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
