using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Adapters.Kafka.Consuming;

/// <summary>
/// One consumer of a topic from its subscription to its close, on one thread that polls and never waits for work: work
/// comes back to it as <see cref="Work"/> ends, in any order, and only this thread touches the bookkeeping.
/// </summary>
internal sealed partial class ConsumerSession : IDisposable
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(10);

    /// <summary>The same while no work is out that could come back.</summary>
    private static readonly TimeSpan IdlePollTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long work that was told to stop may take to put its job back; JobRunner's own grace ends before.
    /// </summary>
    private static readonly TimeSpan GiveUpGrace = TimeSpan.FromSeconds(7);

    private readonly IConsumer<Ignore, byte[]> consumer;
    private readonly Work work;
    private readonly Lane lane;
    private readonly Assignments assignments;
    private readonly TopicStatus status;
    private readonly KafkaTelemetry telemetry;
    private readonly TimeSpan revocationDrain;
    private readonly ILogger logger;

    public ConsumerSession(
        ConsumerBuilder<Ignore, byte[]> builder, Work work, TopicStatus status, KafkaTelemetry telemetry, TimeSpan revocationDrain, ILogger logger)
    {
        (this.work, lane, this.status, this.telemetry) = (work, work.Lane, status, telemetry);
        (this.revocationDrain, this.logger) = (revocationDrain, logger);
        assignments = new Assignments(status);
        consumer = builder
            .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions))
            .SetPartitionsRevokedHandler(
                (_, partitions) => OnRevoked(partitions.ConvertAll(offset => offset.TopicPartition)))
            .SetPartitionsLostHandler((_, partitions) => OnLost(partitions.ConvertAll(offset => offset.TopicPartition)))
            .Build();
    }

    /// <summary>Runs until told to stop, then drains.</summary>
    /// <exception cref="KafkaException">The client cannot go on; a new session may.</exception>
    public void Run(TimeSpan drainTimeout, CancellationToken stopping)
    {
        consumer.Subscribe(lane.Topic);
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
        TakeFinished();
        if (lane.Adjust(consumer, assignments.Partitions))
        {
            telemetry.Paused(lane.Topic);
            Log.Paused(logger, lane.Topic, lane.Load);
        }

        status.Beat(assignments.Count, lane.Load);
        try
        {
            if (consumer.Consume(lane.Load == 0 ? IdlePollTimeout : PollTimeout) is { IsPartitionEOF: false } result)
                Deliver(result);
        }
        catch (ConsumeException error) when (!error.Error.IsFatal)
        {
            // A topic that does not exist yet, a broker that restarts: the client goes on by itself.
            Log.ConsumeFailed(logger, error.Error.Code, error.Error.Reason);
        }
    }

    private void Deliver(ConsumeResult<Ignore, byte[]> result)
    {
        if (assignments.Deliver(result) is not { } delivery)
            return;

        telemetry.Delivered(result.Topic);
        status.Delivered();
        lane.Add(delivery);
    }

    private void TakeFinished()
    {
        while (work.TryTakeFinished(out var one))
            OnFinished(one);
    }

    private void OnFinished(Finished one)
    {
        lane.Finish();
        telemetry.Ended(lane.Topic);
        if (assignments.Finish(one) is not { } next)
            return;

        try
        {
            consumer.StoreOffset(next);
        }
        catch (KafkaException error)
        {
            // The partition went away a moment ago: its next owner finds the work done.
            Log.NotStored(logger, one.Delivery.Origin, error.Error.Reason);
        }
    }

    private void OnAssigned(List<TopicPartition> partitions)
    {
        assignments.Add(partitions);
        telemetry.Rebalanced("assigned");
        Log.Assigned(logger, lane.Topic, partitions.Count, assignments.Count);
    }

    private void OnRevoked(List<TopicPartition> partitions)
    {
        var leaving = assignments.Revoke(partitions);
        WaitForRunning(leaving, revocationDrain);
        Forget(partitions);
        telemetry.Rebalanced("revoked");
        Log.Revoked(
            logger, lane.Topic, partitions.Count, assignments.Count, leaving.Sum(assignment => assignment.Running));
    }

    /// <summary>Another worker may have them already: nothing is stored, and nothing waited for.</summary>
    private void OnLost(List<TopicPartition> partitions)
    {
        assignments.Revoke(partitions);
        Forget(partitions);
        telemetry.Rebalanced("lost");
        Log.Lost(logger, lane.Topic, partitions.Count, assignments.Count);
    }

    private void Forget(List<TopicPartition> partitions)
    {
        assignments.Remove(partitions);
        partitions.ForEach(lane.Forget);
    }

    private void Drain(TimeSpan timeout)
    {
        var all = assignments.Revoke(assignments.Partitions);
        if (!WaitForRunning(all, timeout))
        {
            Log.GivingUp(logger, all.Sum(assignment => assignment.Running), timeout.TotalSeconds);
            work.GiveUp();
            WaitForRunning(all, GiveUpGrace);
        }

        work.Complete(GiveUpGrace);
        Log.Drained(logger, lane.Topic, status.DeliveredCount, status.RedeliveredCount);
    }

    /// <returns>Whether all of it ended in time.</returns>
    private bool WaitForRunning(List<Assignment> leaving, TimeSpan timeout)
    {
        var deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            var running = leaving.Exists(assignment => assignment.Running > 0);
            TakeFinished();
            if (!running)
                return true;
            if (Environment.TickCount64 >= deadline)
                return false;

            status.Beat(assignments.Count, lane.Load);
            if (work.TryTakeFinished(out var next, PollTimeout))
                OnFinished(next);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Count} partitions of {Topic} assigned, {Total} in all")]
        public static partial void Assigned(ILogger logger, string topic, int count, int total);

        [LoggerMessage(2, LogLevel.Information, "{Count} partitions of {Topic} revoked, {Total} left; {Running} deliveries still in work will be found done by their next owner")]
        public static partial void Revoked(ILogger logger, string topic, int count, int total, int running);

        [LoggerMessage(3, LogLevel.Warning,
            "{Count} partitions of {Topic} lost, {Total} left: this process was silent for longer than its session")]
        public static partial void Lost(ILogger logger, string topic, int count, int total);

        [LoggerMessage(4, LogLevel.Debug, "{Topic} paused at {Load} messages")]
        public static partial void Paused(ILogger logger, string topic, int load);

        [LoggerMessage(5, LogLevel.Warning, "The consumer met an error and goes on: {Code}: {Reason}")]
        public static partial void ConsumeFailed(ILogger logger, ErrorCode code, string reason);

        [LoggerMessage(6, LogLevel.Debug, "The offset after {Origin} was not stored: {Reason}")]
        public static partial void NotStored(ILogger logger, string origin, string reason);

        [LoggerMessage(7, LogLevel.Warning,
            "{Running} deliveries did not end within {Seconds} s; their jobs are put back")]
        public static partial void GivingUp(ILogger logger, int running, double seconds);

        [LoggerMessage(8, LogLevel.Information, "Drained: {Delivered} messages of {Topic} were delivered, {Redelivered} of them found their job done or claimed")]
        public static partial void Drained(ILogger logger, string topic, long delivered, long redelivered);
    }
}
