using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Adapters.Kafka.Consuming;

/// <summary>
/// Consumes one topic from subscription to close, on one thread that polls and never waits for work. Completions
/// return to this thread from the <see cref="WorkerPool"/> in any order, and it alone touches the bookkeeping.
/// </summary>
internal sealed partial class TopicConsumer : IDisposable
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(10);

    /// <summary>Poll timeout while no work is in flight whose completion could arrive.</summary>
    private static readonly TimeSpan IdlePollTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>Maximum time for canceled work to put its jobs back; JobRunner's own grace ends earlier.</summary>
    private static readonly TimeSpan AbandonGrace = TimeSpan.FromSeconds(7);

    private readonly string topic;
    private readonly IConsumer<Ignore, byte[]> consumer;
    private readonly PartitionTracker partitions = new();
    private readonly WorkerPool pool;
    private readonly TopicStatus status;
    private readonly KafkaTelemetry telemetry;
    private readonly TimeSpan revocationDrain;
    private readonly ILogger logger;

    public TopicConsumer(
        string topic, ConsumerBuilder<Ignore, byte[]> builder, WorkerPool pool, TopicStatus status,
        KafkaTelemetry telemetry, TimeSpan revocationDrain, ILogger logger)
    {
        (this.topic, this.pool, this.status, this.telemetry) = (topic, pool, status, telemetry);
        (this.revocationDrain, this.logger) = (revocationDrain, logger);
        consumer = builder
            .SetPartitionsAssignedHandler((_, added) => OnAssigned(added))
            .SetPartitionsRevokedHandler((_, revoked) => OnRevoked(revoked.ConvertAll(offset => offset.TopicPartition)))
            .SetPartitionsLostHandler((_, lost) => OnLost(lost.ConvertAll(offset => offset.TopicPartition)))
            .Build();
    }

    /// <summary>Consumes until it is stopped, then drains.</summary>
    /// <exception cref="KafkaException">The client failed for good; a new consumer may work.</exception>
    public void Run(TimeSpan drainTimeout, CancellationToken stopping)
    {
        status.ReportAssignment([]);
        status.ReportMembership(isMember: false);
        consumer.Subscribe(topic);
        try
        {
            while (!stopping.IsCancellationRequested)
                Turn();
        }
        finally
        {
            Drain(drainTimeout);
            consumer.Close();
        }
    }

    public void Dispose() => consumer.Dispose();

    private void Turn()
    {
        TakeCompletions();
        PauseOrResume();
        status.ReportPoll(pool.Load);
        try
        {
            if (consumer.Consume(pool.Load == 0 ? IdlePollTimeout : PollTimeout) is { IsPartitionEOF: false } result)
                Deliver(result);
        }
        catch (ConsumeException error) when (!error.Error.IsFatal)
        {
            // A missing topic or a restarting broker: the client recovers by itself.
            Log.ConsumeFailed(logger, error.Error.Code, error.Error.Reason);
        }
    }

    private void PauseOrResume()
    {
        if (pool.IsFull)
        {
            var open = partitions.Open.ToArray();
            if (open.Length == 0)
                return;

            consumer.Pause(open);
            if (partitions.Paused.Count == 0)
            {
                telemetry.Paused(topic);
                Log.Paused(logger, topic, pool.Load);
            }

            partitions.MarkPaused(open);
        }
        else if (pool.HasRoom && partitions.Paused.Count > 0)
        {
            consumer.Resume(partitions.Paused);
            partitions.MarkResumed();
        }
    }

    private void Deliver(ConsumeResult<Ignore, byte[]> result)
    {
        if (partitions.Track(result) is not { } delivery)
            return;

        telemetry.Delivered(topic);
        status.ReportDelivery();
        pool.Add(delivery);
    }

    private void TakeCompletions()
    {
        while (pool.TryTake(out var completion))
            OnCompleted(completion);
    }

    private void OnCompleted(CompletedDelivery completion)
    {
        telemetry.Completed(topic);
        if (partitions.Complete(completion) is not { } next)
            return;

        try
        {
            consumer.StoreOffset(next);
        }
        catch (KafkaException error)
        {
            // The partition was revoked a moment ago: its next owner finds the work done.
            Log.NotStored(logger, completion.Delivery.Origin, error.Error.Reason);
        }
    }

    private void OnAssigned(List<TopicPartition> added)
    {
        partitions.Assign(added);
        status.ReportAssignment(partitions.Assigned);
        status.ReportMembership(isMember: true);
        telemetry.Rebalanced("assigned");
        Log.Assigned(logger, topic, added.Count, partitions.Count);
    }

    private void OnRevoked(List<TopicPartition> revoked)
    {
        var leaving = partitions.Revoke(revoked);
        WaitForRunning(leaving, revocationDrain);
        Remove(revoked);
        telemetry.Rebalanced("revoked");
        Log.Revoked(logger, topic, revoked.Count, partitions.Count, leaving.Sum(assignment => assignment.Running));
    }

    /// <summary>Drops the partitions. Another worker may own them already: nothing is stored or waited for.</summary>
    private void OnLost(List<TopicPartition> lost)
    {
        partitions.Revoke(lost);
        Remove(lost);
        status.ReportMembership(isMember: false);
        telemetry.Rebalanced("lost");
        Log.Lost(logger, topic, lost.Count, partitions.Count);
    }

    private void Remove(List<TopicPartition> removed)
    {
        partitions.Remove(removed);
        status.ReportAssignment(partitions.Assigned);
    }

    private void Drain(TimeSpan timeout)
    {
        var all = partitions.Revoke(partitions.Assigned);
        if (!WaitForRunning(all, timeout))
        {
            Log.Abandoning(logger, all.Sum(assignment => assignment.Running), timeout.TotalSeconds);
            pool.Abandon();
            WaitForRunning(all, AbandonGrace);
        }

        pool.Stop(AbandonGrace);
        Log.Drained(logger, topic, status.DeliveredCount, status.RedeliveredCount);
    }

    /// <returns>True if all of them ended in time.</returns>
    private bool WaitForRunning(List<Assignment> leaving, TimeSpan timeout)
    {
        var deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            var running = leaving.Exists(assignment => assignment.Running > 0);
            TakeCompletions();
            if (!running)
                return true;
            if (Environment.TickCount64 >= deadline)
                return false;

            status.ReportPoll(pool.Load);
            if (pool.TryTake(out var completion, PollTimeout))
                OnCompleted(completion);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Count} partitions of {Topic} assigned, {Total} in total")]
        public static partial void Assigned(ILogger logger, string topic, int count, int total);

        [LoggerMessage(2, LogLevel.Information,
            "{Count} partitions of {Topic} revoked, {Total} left; {Running} deliveries are still in flight, "
            + "and the next owner finds their jobs claimed or done")]
        public static partial void Revoked(ILogger logger, string topic, int count, int total, int running);

        [LoggerMessage(3, LogLevel.Warning,
            "{Count} partitions of {Topic} lost, {Total} left: this process exceeded its session timeout")]
        public static partial void Lost(ILogger logger, string topic, int count, int total);

        [LoggerMessage(4, LogLevel.Debug, "{Topic} paused at {Load} messages")]
        public static partial void Paused(ILogger logger, string topic, int load);

        [LoggerMessage(5, LogLevel.Warning, "The consumer continues after an error: {Code}: {Reason}")]
        public static partial void ConsumeFailed(ILogger logger, ErrorCode code, string reason);

        [LoggerMessage(6, LogLevel.Debug, "The offset after {Origin} was not stored: {Reason}")]
        public static partial void NotStored(ILogger logger, string origin, string reason);

        [LoggerMessage(7, LogLevel.Warning,
            "{Running} deliveries did not end within {Seconds} s; their jobs are put back")]
        public static partial void Abandoning(ILogger logger, int running, double seconds);

        [LoggerMessage(8, LogLevel.Information,
            "Drained {Topic}: {Delivered} messages delivered, {Redelivered} of them to jobs already done or claimed")]
        public static partial void Drained(ILogger logger, string topic, long delivered, long redelivered);
    }
}
