using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Jobs.Submissions;

namespace Jobs.Events;

/// <summary>
/// Delivers events to subscribers in this process. A slow subscriber loses the oldest events and is notified.
/// </summary>
public sealed class EventHub : IJobEvents
{
    // Subscriptions change rarely and events are many: changes take the lock, publishing reads a snapshot.
    private readonly Lock changing = new();
    private readonly ConcurrentDictionary<SubmissionId, ImmutableArray<EventSubscription>> bySubmission = new();
    private ImmutableArray<EventSubscription> everything = [];

    /// <param name="only">The submission to receive events of; null for all.</param>
    /// <param name="capacity">Maximum number of events that wait for the subscriber.</param>
    public EventSubscription Subscribe(SubmissionId? only, int capacity = 1024)
    {
        var subscription = new EventSubscription(this, only, capacity);
        lock (changing)
        {
            if (only is { } id)
                bySubmission[id] = bySubmission.GetValueOrDefault(id, []).Add(subscription);
            else
                ImmutableInterlocked.InterlockedExchange(ref everything, everything.Add(subscription));
        }

        return subscription;
    }

    public void Publish(JobEvent jobEvent)
    {
        ArgumentNullException.ThrowIfNull(jobEvent);
        foreach (var subscription in bySubmission.GetValueOrDefault(jobEvent.SubmissionId, []))
            subscription.Offer(jobEvent);
        foreach (var subscription in everything)
            subscription.Offer(jobEvent);
    }

    internal void Remove(EventSubscription subscription)
    {
        lock (changing)
        {
            if (subscription.Only is not { } id)
            {
                ImmutableInterlocked.InterlockedExchange(ref everything, everything.Remove(subscription));
                return;
            }

            var rest = bySubmission.GetValueOrDefault(id, []).Remove(subscription);
            if (rest.IsEmpty)
                bySubmission.TryRemove(id, out _);
            else
                bySubmission[id] = rest;
        }
    }
}

/// <summary>A subscription to the <see cref="EventHub"/>.</summary>
public sealed class EventSubscription : IDisposable
{
    private readonly EventHub hub;
    private readonly Channel<JobEvent> channel;
    private int missed;

    internal EventSubscription(EventHub hub, SubmissionId? only, int capacity)
    {
        this.hub = hub;
        Only = only;
        channel = Channel.CreateBounded<JobEvent>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Volatile.Write(ref missed, 1));
    }

    public SubmissionId? Only { get; }

    public ChannelReader<JobEvent> Reader => channel.Reader;

    /// <summary>Checks for events lost since the last call, after which the subscriber reads the store.</summary>
    public bool TakeMissed() => Interlocked.Exchange(ref missed, 0) == 1;

    internal void Offer(JobEvent jobEvent) => channel.Writer.TryWrite(jobEvent);

    public void Dispose()
    {
        hub.Remove(this);
        channel.Writer.TryComplete();
    }
}
