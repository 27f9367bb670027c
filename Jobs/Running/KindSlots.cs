using System.Collections.Concurrent;

namespace Jobs.Running;

/// <summary>
/// Bounds the jobs of each kind that this process runs at once, whether a queue or a caller brings them. Those over the
/// bound wait in order. Thread-safe.
/// </summary>
internal sealed class KindSlots(JobsOptions options)
{
    private readonly ConcurrentDictionary<string, Slots> byKind = new(StringComparer.Ordinal);

    /// <summary>Waits for room until <see cref="Return"/>.</summary>
    public ValueTask TakeAsync(JobKind kind, CancellationToken cancellationToken) =>
        Of(kind).TakeAsync(cancellationToken);

    public void Return(JobKind kind) => Of(kind).Return();

    public bool IsFull(JobKind kind) => Of(kind).IsFull;

    private Slots Of(JobKind kind) => byKind.GetOrAdd(
        kind.Name, static (_, limit) => new Slots(limit), kind.MaxInFlight(options));

    private sealed class Slots(int free)
    {
        private readonly Lock gate = new();
        private readonly LinkedList<TaskCompletionSource> waiting = [];
        private int free = free;

        public bool IsFull
        {
            get
            {
                lock (gate)
                    return free == 0;
            }
        }

        public async ValueTask TakeAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LinkedListNode<TaskCompletionSource> turn;
            lock (gate)
            {
                if (free > 0)
                {
                    free--;
                    return;
                }

                turn = waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            await using var giveUp = cancellationToken.UnsafeRegister(
                static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn.Value);
            try
            {
                await turn.Value.Task;
            }
            catch (OperationCanceledException)
            {
                lock (gate)
                {
                    if (turn.List is not null)
                        waiting.Remove(turn);
                }

                throw;
            }
        }

        /// <summary>Gives the slot to the next job that still waits.</summary>
        public void Return()
        {
            lock (gate)
            {
                while (waiting.First is { } next)
                {
                    waiting.RemoveFirst();
                    if (next.Value.TrySetResult())
                        return;
                }

                free++;
            }
        }
    }
}
