namespace Adapters.Kafka.Consuming;

/// <summary>
/// Tracks which delivered offsets are unfinished, and therefore how far each partition may be committed: up to its
/// lowest unfinished offset. Pure bookkeeping; used only by the poll thread.
/// </summary>
internal sealed class OffsetTracker<TPartition>
    where TPartition : notnull
{
    private readonly Dictionary<TPartition, Progress> partitions = [];
    private int epochs;

    /// <summary>Starts tracking a partition. Tickets of its earlier assignments become void.</summary>
    public void Assign(TPartition partition) => partitions[partition] = new Progress(++epochs);

    /// <summary>Stops tracking a partition: work that finishes later is not ours to commit.</summary>
    public void Drop(TPartition partition) => partitions.Remove(partition);

    public bool IsAssigned(TPartition partition) => partitions.ContainsKey(partition);

    public int AssignedCount => partitions.Count;

    /// <summary>Number of delivered offsets whose work has not finished.</summary>
    public int Unfinished(TPartition partition) =>
        partitions.TryGetValue(partition, out var progress) ? progress.Delivered.Count - progress.Finished.Count : 0;

    /// <summary>
    /// Records a delivery. Compaction and transactions leave gaps between offsets; an offset that goes backward means
    /// that the log was truncated or rewound, and restarts the partition's bookkeeping.
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

    /// <summary>Records that the work of a delivery is finished.</summary>
    /// <returns>
    /// The offset at which a successor would have to start, if it has moved; null if it has not, or if the partition
    /// has been revoked since.
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

        /// <summary>Delivered offsets in order, starting with the lowest unfinished one.</summary>
        public Queue<long> Delivered { get; } = new();

        /// <summary>Offsets in <see cref="Delivered"/> that finished before an earlier one.</summary>
        public HashSet<long> Finished { get; } = [];

        public long Next { get; set; } = long.MinValue;
    }
}

/// <summary>Identifies a delivery under one assignment of its partition.</summary>
internal readonly record struct Ticket<TPartition>(TPartition Partition, int Epoch, long Offset);
