using System.Collections.Concurrent;
using System.Threading.Channels;
using Jobs.Submissions;

namespace Jobs.Events;

/// <summary>Hands events to whoever watches in this process. A slow watcher loses the oldest and is told so.</summary>
public sealed class EventHub : IJobEvents
{
    private readonly ConcurrentDictionary<SubmissionId, ConcurrentDictionary<EventSubscription, byte>> bySubmission = new();
    private readonly ConcurrentDictionary<EventSubscription, byte> everything = new();

    /// <param name="only">Only events of this submission; all when null.</param>
    /// <param name="capacity">How many events wait for the watcher at the most.</param>
    public EventSubscription Subscribe(SubmissionId? only, int capacity = 1024)
    {
        var subscription = new EventSubscription(this, only, capacity);
        if (only is { } id)
        {
            // A set that was emptied is taken out of the dictionary; adding to one that is on its way out must be repeated.
            while (true)
            {
                var set = bySubmission.GetOrAdd(id, static _ => new());
                set[subscription] = 0;
                if (bySubmission.TryGetValue(id, out var current) && ReferenceEquals(current, set))
                    break;
            }
        }
        else
        {
            everything[subscription] = 0;
        }

        return subscription;
    }

    public void Publish(JobEvent jobEvent)
    {
        ArgumentNullException.ThrowIfNull(jobEvent);
        if (bySubmission.TryGetValue(jobEvent.SubmissionId, out var set))
        {
            foreach (var (subscription, _) in set)
                subscription.Offer(jobEvent);
        }

        foreach (var (subscription, _) in everything)
            subscription.Offer(jobEvent);
    }

    internal void Remove(EventSubscription subscription)
    {
        if (subscription.Only is not { } id)
        {
            everything.TryRemove(subscription, out _);
            return;
        }

        if (bySubmission.TryGetValue(id, out var set))
        {
            set.TryRemove(subscription, out _);
            if (set.IsEmpty)
            {
                bySubmission.TryRemove(KeyValuePair.Create(id, set));
                // Someone may have joined between the two lines; give the set back if so.
                if (!set.IsEmpty)
                    bySubmission.TryAdd(id, set);
            }
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
