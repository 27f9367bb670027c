namespace Adapters.Kafka.Consuming;

/// <summary>
/// Knows which delivered offsets are still in work, and how far each partition may therefore be committed: up to its
/// lowest unfinished offset. Pure bookkeeping; used only by the poll thread.
/// </summary>
internal sealed class OffsetTracker<TPartition>
    where TPartition : notnull
{
    private readonly Dictionary<TPartition, Progress> partitions = [];
    private int epochs;

    /// <summary>Begins to track a partition. Tickets of an earlier assignment of it are void from now on.</summary>
    public void Assign(TPartition partition) => partitions[partition] = new Progress(++epochs);

    /// <summary>Stops tracking: what finishes later is not ours to commit.</summary>
    public void Drop(TPartition partition) => partitions.Remove(partition);

    public bool IsAssigned(TPartition partition) => partitions.ContainsKey(partition);

    public int AssignedCount => partitions.Count;

    /// <summary>Offsets in work.</summary>
    public int Unfinished(TPartition partition) =>
        partitions.TryGetValue(partition, out var progress) ? progress.Delivered.Count - progress.Finished.Count : 0;

    /// <summary>
    /// Notes a delivery. Offsets may have gaps, as compaction and transactions leave them; one that goes backwards
    /// means that the log was cut or rewound, and starts the partition's bookkeeping anew.
    /// </summary>
    public Ticket<TPartition> Deliver(TPartition partition, long offset)
    {
        if (!partitions.TryGetValue(partition, out var progress) || offset < progress.Next)
        {
            Assign(partition);
            progress = partitions[partition];
        }

        progress.Delivered.Enqueue(offset);
        progress.Next = offset + 1;
        return new Ticket<TPartition>(partition, progress.Epoch, offset);
    }

    /// <summary>Notes that the work of a delivery is done.</summary>
    /// <returns>
    /// The offset at which a successor would have to start, when it has moved; null when it has not, or when the
    /// partition was taken away since.
    /// </returns>
    public long? Finish(Ticket<TPartition> ticket)
    {
        if (!partitions.TryGetValue(ticket.Partition, out var progress) || progress.Epoch != ticket.Epoch)
            return null;

        var (delivered, finished) = (progress.Delivered, progress.Finished);
        if (!delivered.TryPeek(out var first) || ticket.Offset < first)
            return null;

        finished.Add(ticket.Offset);
        if (ticket.Offset != first)
            return null;

        while (delivered.TryPeek(out var lowest) && finished.Remove(lowest))
            delivered.Dequeue();
        return delivered.TryPeek(out var unfinished) ? unfinished : progress.Next;
    }

    private sealed class Progress(int epoch)
    {
        public int Epoch => epoch;

        /// <summary>In order; from the lowest unfinished on.</summary>
        public Queue<long> Delivered { get; } = new();

        /// <summary>Those of <see cref="Delivered"/> that are done, out of their turn.</summary>
        public HashSet<long> Finished { get; } = [];

        public long Next { get; set; } = long.MinValue;
    }
}

/// <summary>One delivery under one assignment of its partition.</summary>
internal readonly record struct Ticket<TPartition>(TPartition Partition, int Epoch, long Offset);
