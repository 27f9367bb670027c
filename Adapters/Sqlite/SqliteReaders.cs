using System.Collections.Concurrent;
using System.Diagnostics;

namespace Adapters.Sqlite;

/// <summary>A few connections for reads. They see the last commit, and never wait for the writer.</summary>
internal sealed class SqliteReaders(Func<Connection> connect, string file, TimeSpan busyTimeout) : IDisposable
{
    private static readonly int Bound = Math.Clamp(Environment.ProcessorCount, 2, 8);

    private readonly SemaphoreSlim free = new(Bound, Bound);
    private readonly ConcurrentBag<Connection> idle = [];

    /// <summary>Reads on the thread of the caller; cancellation interrupts the read.</summary>
    /// <exception cref="global::Jobs.Stores.StoreUnavailableException">The file cannot be read.</exception>
    public async ValueTask<T> RunAsync<T>(Func<Connection, T> work, CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        try
        {
            return Run(work, cancellationToken);
        }
        catch (SqliteError error) when (error.IsInterrupted)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (SqliteError error)
        {
            throw error.Explain(file);
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose()
    {
        foreach (var connection in idle)
            connection.Dispose();
        idle.Clear();
        free.Dispose();
    }

    private T Run<T>(Func<Connection, T> work, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        for (var tries = 0; ; tries++)
        {
            if (!idle.TryTake(out var connection))
                connection = connect();
            try
            {
                using (cancellationToken.UnsafeRegister(static open => ((Connection)open!).Interrupt(), connection))
                {
                    var value = work(connection);
                    idle.Add(connection);
                    return value;
                }
            }
            catch (SqliteError error) when (error.IsBusy && Stopwatch.GetElapsedTime(started) < busyTimeout)
            {
                // A reader blocks only a recovery, or the last process that closes the file.
                connection.Dispose();
                BusyRetry.Pause(tries);
            }
            catch
            {
                // An interrupted read leaves its statement in the middle: the next read takes a new connection.
                connection.Dispose();
                throw;
            }
        }
    }
}
