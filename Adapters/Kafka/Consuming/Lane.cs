using System.Threading.Channels;
using Confluent.Kafka;

namespace Adapters.Kafka.Consuming;

/// <summary>
/// One topic's work: a bounded number of deliveries run, some more wait, and beyond that the topic's partitions are
/// paused. Heavy and light kinds have topics, and so lanes, of their own: neither waits for the other.
/// </summary>
/// <remarks>All but the runners is used only by the poll thread.</remarks>
internal sealed class Lane
{
    private readonly Channel<Delivery> waiting;
    private readonly Task[] runners;
    private readonly HashSet<TopicPartition> paused = [];
    private int load;

    /// <param name="topic">The topic.</param>
    /// <param name="maxInFlight">Deliveries in work at once.</param>
    /// <param name="run">Does one delivery; never throws.</param>
    public Lane(string topic, int maxInFlight, Func<Delivery, Task> run)
    {
        Topic = topic;
        // The waiting ones keep the runners busy while a resumed partition is fetched again: a pause throws away what
        // was prefetched, and the distance between the marks keeps pauses rare.
        // The client notices a resume only when its thread next wakes, up to a second later.
        PauseAt = maxInFlight * 16;
        ResumeAt = maxInFlight * 8;
        // A partition that is assigned while its lane is full is paused a turn later; the slack is for that turn.
        waiting = Channel.CreateBounded<Delivery>(PauseAt + 64);
        runners = [.. Enumerable.Range(0, maxInFlight).Select(_ => RunAsync(run))];
    }

    public string Topic { get; }

    public int PauseAt { get; }

    public int ResumeAt { get; }

    /// <summary>Delivered and not finished.</summary>
    public int Load => load;

    public void Add(Delivery delivery)
    {
        if (!waiting.Writer.TryWrite(delivery))
            throw new InvalidOperationException($"Messages of {Topic} came although it was paused.");
        load++;
    }

    public void Finish() => load--;

    public void Forget(TopicPartition partition) => paused.Remove(partition);

    /// <summary>Pauses or resumes where the load asks for it.</summary>
    /// <returns>Whether the topic was paused just now.</returns>
    public bool Adjust<TKey, TValue>(IConsumer<TKey, TValue> consumer, IEnumerable<TopicPartition> assigned)
    {
        if (load >= PauseAt)
        {
            var open = assigned.Where(partition => partition.Topic == Topic && !paused.Contains(partition)).ToArray();
            if (open.Length == 0)
                return false;

            consumer.Pause(open);
            var wasOpen = paused.Count == 0;
            paused.UnionWith(open);
            return wasOpen;
        }

        if (load <= ResumeAt && paused.Count > 0)
        {
            consumer.Resume(paused);
            paused.Clear();
        }

        return false;
    }

    /// <summary>No more comes; what waits is still handed out.</summary>
    public Task CompleteAsync()
    {
        waiting.Writer.TryComplete();
        return Task.WhenAll(runners);
    }

    private async Task RunAsync(Func<Delivery, Task> run)
    {
        await foreach (var delivery in waiting.Reader.ReadAllAsync())
            await run(delivery);
    }
}
