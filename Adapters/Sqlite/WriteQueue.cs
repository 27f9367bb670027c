using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Adapters.Sqlite;

/// <summary>The queue of writes. Any thread adds; only the thread of the writer takes.</summary>
internal sealed class WriteQueue
{
    // Only the thread of the writer reads, and it waits synchronously, so no caller ever runs its continuation.
    private readonly Channel<SqliteWrite> waiting = Channel.CreateBounded<SqliteWrite>(
        new BoundedChannelOptions(8192) { SingleReader = true, AllowSynchronousContinuations = true });

    private int flushesWaiting;

    /// <summary>Checks for a write that needs a flush, which all waiting writes then share.</summary>
    public bool NeedsFlush => Volatile.Read(ref flushesWaiting) > 0;

    /// <exception cref="ChannelClosedException">The queue is closed.</exception>
    public async ValueTask AddAsync(SqliteWrite write, CancellationToken cancellationToken)
    {
        // Counted first: the writer may take the write before this continues.
        if (write.NeedsFlush)
            Interlocked.Increment(ref flushesWaiting);
        try
        {
            if (!waiting.Writer.TryWrite(write))
                await waiting.Writer.WriteAsync(write, cancellationToken);
        }
        catch
        {
            if (write.NeedsFlush)
                Interlocked.Decrement(ref flushesWaiting);
            throw;
        }
    }

    /// <returns>True when there is a write to take; false once the queue is completed and empty.</returns>
    public ValueTask<bool> WaitAsync() => waiting.Reader.WaitToReadAsync();

    public bool TryTake([NotNullWhen(true)] out SqliteWrite? write)
    {
        if (!waiting.Reader.TryRead(out write))
            return false;

        if (write.NeedsFlush)
            Interlocked.Decrement(ref flushesWaiting);
        return true;
    }

    /// <summary>Takes the next write if it needs no flush; one that does waits for a group with a flush.</summary>
    public bool TryTakeRepeatable([NotNullWhen(true)] out SqliteWrite? write)
    {
        if (waiting.Reader.TryPeek(out var next) && !next.NeedsFlush)
            return TryTake(out write);

        write = null;
        return false;
    }

    /// <summary>Closes the queue to further writes.</summary>
    /// <returns>False when it was already closed.</returns>
    public bool TryComplete() => waiting.Writer.TryComplete();
}
