using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Adapters.Kafka.Consuming;

/// <summary>
/// Processes a limited number of deliveries of one topic at once and buffers some more; beyond that the topic must be
/// paused. Heavy and light job kinds have their own topics, and so their own pools: neither delays the other.
/// </summary>
/// <remarks>
/// Work runs on other threads and ends in any order; its completions return to the poll thread through a queue. All
/// public members are used only by the poll thread.
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    /// <summary>
    /// A partition that is assigned while the pool is full is paused one turn later; the slack is for that turn.
    /// </summary>
    private const int Slack = 64;

    private readonly Func<Delivery, CancellationToken, Task<bool>> process;
    private readonly Channel<Delivery> waiting;
    private readonly BlockingCollection<CompletedDelivery> completions;
    private readonly CancellationTokenSource abandoning = new();
    private readonly Task[] workers;
    private bool hasEnded;

    /// <param name="maxInFlight">Maximum number of deliveries in flight.</param>
    /// <param name="process">Processes a delivery; true acknowledges it. Never throws.</param>
    public WorkerPool(int maxInFlight, Func<Delivery, CancellationToken, Task<bool>> process)
    {
        this.process = process;

        // Waiting deliveries keep the workers busy while a resumed partition is fetched again: a pause discards what
        // was prefetched, and the distance between the marks keeps pauses rare. The client notices a resume only when
        // its thread next wakes, up to a second later.
        PauseAt = maxInFlight * 16;
        ResumeAt = maxInFlight * 8;
        waiting = Channel.CreateBounded<Delivery>(PauseAt + Slack);

        // Never full: the pool accepts no more than its slack allows.
        completions = new BlockingCollection<CompletedDelivery>((PauseAt + Slack) * 2);
        workers = [.. Enumerable.Range(0, maxInFlight).Select(_ => WorkAsync())];
    }

    public int PauseAt { get; }

    public int ResumeAt { get; }

    /// <summary>Number of deliveries added whose completion has not been taken.</summary>
    public int Load { get; private set; }

    public bool IsFull => Load >= PauseAt;

    public bool HasRoom => Load <= ResumeAt;

    /// <exception cref="InvalidOperationException">The topic was not paused although the pool is full.</exception>
    public void Add(Delivery delivery)
    {
        if (!waiting.Writer.TryWrite(delivery))
            throw new InvalidOperationException($"{delivery.Origin} was delivered although its topic is paused.");
        Load++;
    }

    /// <param name="completion">The completion taken.</param>
    /// <param name="timeout">Maximum wait for a completion.</param>
    public bool TryTake(out CompletedDelivery completion, TimeSpan timeout = default)
    {
        if (!completions.TryTake(out completion, timeout))
            return false;

        Load--;
        return true;
    }

    /// <summary>Cancels the work in flight, which puts its jobs back.</summary>
    public void Abandon() => abandoning.Cancel();

    /// <summary>
    /// Accepts no more deliveries and waits for the workers. Workers that hang keep their resources; the process is
    /// about to end.
    /// </summary>
    public void Stop(TimeSpan timeout)
    {
        waiting.Writer.TryComplete();
        hasEnded = Task.WhenAll(workers).Wait(timeout);
    }

    public void Dispose()
    {
        if (!hasEnded)
            return;

        completions.Dispose();
        abandoning.Dispose();
    }

    private async Task WorkAsync()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            while (waiting.Reader.TryRead(out var delivery))
                await ProcessAsync(delivery);
        }
    }

    private async Task ProcessAsync(Delivery delivery)
    {
        if (!delivery.Assignment.TryStart())
        {
            completions.Add(new CompletedDelivery(delivery, IsAcknowledged: false));
            return;
        }

        var isAcknowledged = false;
        try
        {
            isAcknowledged = await process(delivery, abandoning.Token);
        }
        finally
        {
            // Queued before the delivery counts as ended, so that a thread that waits for the end finds it.
            completions.Add(new CompletedDelivery(delivery, isAcknowledged));
            delivery.Assignment.End();
        }
    }
}
