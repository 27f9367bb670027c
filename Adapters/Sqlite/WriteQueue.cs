using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Adapters.Sqlite;

/// <summary>Changes on their way to the writer. Any thread adds; only the writer's thread takes.</summary>
internal sealed class WriteQueue
{
    // Only the writer's thread waits at its end, and it waits synchronously: no caller ever runs its continuation.
    private readonly Channel<SqliteWrite> waiting = Channel.CreateBounded<SqliteWrite>(
        new BoundedChannelOptions(8192) { SingleReader = true, AllowSynchronousContinuations = true });

    private int flushesWaiting;

    /// <summary>Whether any of them needs a flush, which all that wait then share.</summary>
    public bool NeedsFlush => Volatile.Read(ref flushesWaiting) > 0;

    /// <exception cref="ChannelClosedException">The queue was completed.</exception>
    public async ValueTask AddAsync(SqliteWrite write, CancellationToken cancellationToken)
    {
        // Counted first: the writer may take it before this goes on.
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

    /// <returns>Whether there is something to take; false once the queue is completed and empty.</returns>
    public ValueTask<bool> WaitAsync() => waiting.Reader.WaitToReadAsync();

    public bool TryTake([NotNullWhen(true)] out SqliteWrite? write)
    {
        if (!waiting.Reader.TryRead(out write))
            return false;

        if (write.NeedsFlush)
            Interlocked.Decrement(ref flushesWaiting);
        return true;
    }

    /// <summary>Takes the next one if it needs no flush; one that does waits for a group that has one.</summary>
    public bool TryTakeRepeatable([NotNullWhen(true)] out SqliteWrite? write)
    {
        if (waiting.Reader.TryPeek(out var next) && !next.NeedsFlush)
            return TryTake(out write);

        write = null;
        return false;
    }

    /// <summary>Nothing is added any more.</summary>
    /// <returns>False when that was so already.</returns>
    public bool TryComplete() => waiting.Writer.TryComplete();
}
