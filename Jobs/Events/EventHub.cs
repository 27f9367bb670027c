using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Jobs.Submissions;

namespace Jobs.Events;

/// <summary>Hands events to whoever watches in this process. A slow watcher loses the oldest and is told so.</summary>
public sealed class EventHub : IJobEvents
{
    // Watchers come and go rarely and events are many: changes take the lock, publishing reads what they left.
    private readonly Lock changing = new();
    private readonly ConcurrentDictionary<SubmissionId, ImmutableArray<EventSubscription>> bySubmission = new();
    private ImmutableArray<EventSubscription> everything = [];

    /// <param name="only">Only events of this submission; all when null.</param>
    /// <param name="capacity">How many events wait for the watcher at the most.</param>
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

/// <summary>A watcher's end of the <see cref="EventHub"/>.</summary>
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

    /// <summary>Whether events were lost since the last call: the watcher then asks the store.</summary>
    public bool TakeMissed() => Interlocked.Exchange(ref missed, 0) == 1;

    internal void Offer(JobEvent jobEvent) => channel.Writer.TryWrite(jobEvent);

    public void Dispose()
    {
        hub.Remove(this);
        channel.Writer.TryComplete();
    }
}
