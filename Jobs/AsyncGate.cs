namespace Jobs;

/// <summary>
/// Admits one caller at a time, in order of arrival. Unlike <see cref="SemaphoreSlim"/>, it needs no disposal, and a
/// caller that can be canceled also continues in its own context.
/// </summary>
public sealed class AsyncGate
{
    private readonly Lock changing = new();
    private readonly LinkedList<TaskCompletionSource> waiting = [];
    private bool isTaken;

    /// <summary>Enters the gate; <see cref="Release"/> leaves it.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource turn;
        lock (changing)
        {
            if (!isTaken)
            {
                isTaken = true;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.AddLast(turn);
        }

        await using var cancellation = cancellationToken.UnsafeRegister(_ => Cancel(turn, cancellationToken), null);
        await turn.Task;
    }

    public void Release()
    {
        lock (changing)
        {
            if (waiting.First is not { } next)
            {
                isTaken = false;
                return;
            }

            waiting.RemoveFirst();
            next.Value.SetResult();
        }
    }

    private void Cancel(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        lock (changing)
        {
            if (waiting.Remove(turn))
                turn.SetCanceled(cancellationToken);
        }
    }
}
