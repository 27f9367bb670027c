using System.Diagnostics;

namespace StandIn.Faults;

/// <summary>
/// Waits for an exact time, to the millisecond and never less. The platform's timers run on a coarse clock and come
/// up to 4 ms too early or too late, which is more than what is measured against this stand-in. Any thread may wait.
/// </summary>
internal sealed class LatencyClock : IDisposable
{
    private readonly object gate = new();
    private readonly PriorityQueue<TaskCompletionSource, long> waiting = new();
    private bool stopped;

    public LatencyClock() => new Thread(Run) { Name = "latency", IsBackground = true }.Start();

    public async Task WaitAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var due = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stopped, this);
            waiting.Enqueue(done, due);
            Monitor.Pulse(gate);
        }

        await using (cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), done))
        {
            await done.Task;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
            Monitor.Pulse(gate);
        }
    }

    private void Run()
    {
        lock (gate)
        {
            while (!stopped)
            {
                if (!waiting.TryPeek(out var next, out var due))
                {
                    Monitor.Wait(gate);
                    continue;
                }

                var left = due - Stopwatch.GetTimestamp();
                if (left > 0)
                {
                    // Bounded, so that the number of milliseconds always fits.
                    Monitor.Wait(gate, (int)Math.Min(60_000, Math.Ceiling(left * 1000d / Stopwatch.Frequency)));
                    continue;
                }

                waiting.Dequeue();
                next.TrySetResult();
            }

            while (waiting.TryDequeue(out var left, out _))
                left.TrySetCanceled();
        }
    }
}
