using System.Collections.Concurrent;

namespace Adapters.Kafka.Consuming;

/// <summary>
/// What a session's lane has in work: done on other threads, in any order, and handed back to the poll thread through a
/// queue. All but the work itself is used only by the poll thread.
/// </summary>
internal sealed class Work : IDisposable
{
    private readonly BlockingCollection<Finished> finished;
    private readonly CancellationTokenSource givingUp = new();
    private readonly DeliveryRunner runner;
    private bool hasEnded;

    public Work(string topic, int maxInFlight, DeliveryRunner runner)
    {
        this.runner = runner;
        Lane = new Lane(topic, maxInFlight, RunAsync);
        // Never full: the lane takes no more than its slack allows.
        finished = new BlockingCollection<Finished>((Lane.PauseAt + 64) * 2);
    }

    public Lane Lane { get; }

    public bool TryTakeFinished(out Finished one, TimeSpan within = default) => finished.TryTake(out one, within);

    /// <summary>What is still in work is told to put its jobs back.</summary>
    public void GiveUp() => givingUp.Cancel();

    /// <summary>
    /// Nothing more comes. Runners that hang in their work keep what they use; the process is about to end.
    /// </summary>
    public void Complete(TimeSpan grace) => hasEnded = Lane.CompleteAsync().Wait(grace);

    public void Dispose()
    {
        if (!hasEnded)
            return;

        finished.Dispose();
        givingUp.Dispose();
    }

    private async Task RunAsync(Delivery delivery)
    {
        var acknowledge = false;
        if (delivery.Assignment.TryStart())
        {
            try
            {
                acknowledge = await runner.RunAsync(delivery, givingUp.Token);
            }
            finally
            {
                // Handed over before it counts as ended, so that whoever waits for the end finds it.
                finished.Add(new Finished(delivery, acknowledge));
                delivery.Assignment.End();
            }
        }
        else
        {
            finished.Add(new Finished(delivery, acknowledge));
        }
    }
}
