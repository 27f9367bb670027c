using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Infrastructure.Kafka.Consuming;

/// <summary>
/// One consumer from its subscription to its close, on one thread that polls and never waits for work. Work completes
/// in any order on other threads and comes back through a queue; only this thread touches the bookkeeping.
/// </summary>
internal sealed partial class ConsumerSession : IDisposable
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(10);

    /// <summary>The same while no work is out that could come back.</summary>
    private static readonly TimeSpan IdlePollTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>How long work that was told to stop may take to put its job back; JobRunner's own grace ends before.</summary>
    private static readonly TimeSpan GiveUpGrace = TimeSpan.FromSeconds(7);

    private readonly IConsumer<Ignore, byte[]> consumer;
    private readonly Dictionary<string, Lane> lanes;
    private readonly OffsetTracker<TopicPartition> tracker = new();
    private readonly Dictionary<TopicPartition, Assignment> assignments = [];
    private readonly BlockingCollection<Finished> finished;
    private readonly CancellationTokenSource givingUp = new();
    private readonly DeliveryRunner runner;
    private readonly TopicStatus status;
    private readonly KafkaTelemetry telemetry;
    private readonly TimeSpan revocationDrain;
    private readonly ILogger logger;
    private bool idle;

    public ConsumerSession(
        ConsumerBuilder<Ignore, byte[]> builder,
        IReadOnlyDictionary<string, int> maxInFlightByTopic,
        DeliveryRunner runner,
        TopicStatus status,
        KafkaTelemetry telemetry,
        TimeSpan revocationDrain,
        ILogger logger)
    {
        (this.runner, this.status, this.telemetry) = (runner, status, telemetry);
        (this.revocationDrain, this.logger) = (revocationDrain, logger);
        lanes = maxInFlightByTopic.ToDictionary(topic => topic.Key, topic => new Lane(topic.Key, topic.Value, RunAsync));
        // Never full: a lane takes no more than its slack allows.
        finished = new BlockingCollection<Finished>(lanes.Values.Sum(lane => lane.PauseAt + 64) * 2);
        consumer = builder
            .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => OnRevoked(partitions.ConvertAll(offset => offset.TopicPartition)))
            .SetPartitionsLostHandler((_, partitions) => OnLost(partitions.ConvertAll(offset => offset.TopicPartition)))
            .Build();
    }

    /// <summary>Runs until told to stop, then drains.</summary>
    /// <exception cref="KafkaException">The client cannot go on; a new session may.</exception>
    public void Run(TimeSpan drainTimeout, CancellationToken stopping)
    {
        consumer.Subscribe(lanes.Keys);
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

    public void Dispose()
    {
        consumer.Dispose();
        if (!idle)
            return;

        finished.Dispose();
        givingUp.Dispose();
    }

    private void Turn()
    {
        var load = 0;
        while (finished.TryTake(out var one))
            OnFinished(one);
        foreach (var lane in lanes.Values)
        {
            load += lane.Load;
            if (lane.Adjust(consumer, assignments.Keys))
            {
                telemetry.Paused(lane.Topic);
                Log.Paused(logger, lane.Topic, lane.Load);
            }
        }

        status.Beat(assignments.Count, load);
        try
        {
            if (consumer.Consume(load == 0 ? IdlePollTimeout : PollTimeout) is { IsPartitionEOF: false } result)
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
        if (!assignments.TryGetValue(result.TopicPartition, out var assignment) || !lanes.TryGetValue(result.Topic, out var lane))
            return;

        var ticket = tracker.Deliver(result.TopicPartition, result.Offset.Value);
        telemetry.Delivered(result.Topic);
        status.Delivered();
        lane.Add(new Delivery(
            ticket, assignment, result.Message.Value ?? [], MessageHeaders.ReadTraceParent(result.Message.Headers)));
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

    private void OnFinished(Finished one)
    {
        lanes[one.Delivery.Topic].Finish();
        telemetry.Ended(one.Delivery.Topic);
        if (!one.Acknowledge || tracker.Finish(one.Delivery.Ticket) is not { } next)
            return;

        try
        {
            consumer.StoreOffset(new TopicPartitionOffset(one.Delivery.Ticket.Partition, next));
        }
        catch (KafkaException error)
        {
            // The partition went away a moment ago: its next owner finds the work done.
            Log.NotStored(logger, one.Delivery.Origin, error.Error.Reason);
        }
    }

    private void OnAssigned(List<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            tracker.Assign(partition);
            assignments[partition] = new Assignment();
        }

        status.Hold([.. assignments.Keys]);
        telemetry.Rebalanced("assigned");
        Log.Assigned(logger, partitions.Count, assignments.Count);
    }

    private void OnRevoked(List<TopicPartition> partitions)
    {
        var leaving = Revoke(partitions);
        WaitForRunning(leaving, revocationDrain);
        Forget(partitions);
        telemetry.Rebalanced("revoked");
        Log.Revoked(logger, partitions.Count, assignments.Count, leaving.Sum(assignment => assignment.Running));
    }

    /// <summary>Another worker may have them already: nothing is stored, and nothing waited for.</summary>
    private void OnLost(List<TopicPartition> partitions)
    {
        Revoke(partitions);
        Forget(partitions);
        telemetry.Rebalanced("lost");
        Log.Lost(logger, partitions.Count, assignments.Count);
    }

    private void Drain(TimeSpan timeout)
    {
        var all = Revoke([.. assignments.Keys]);
        if (!WaitForRunning(all, timeout))
        {
            Log.GivingUp(logger, all.Sum(assignment => assignment.Running), timeout.TotalSeconds);
            givingUp.Cancel();
            WaitForRunning(all, GiveUpGrace);
        }

        // Runners that hang in their work keep what they use; the process is about to end.
        idle = Task.WaitAll([.. lanes.Values.Select(lane => lane.CompleteAsync())], GiveUpGrace);
        Log.Drained(logger, status.DeliveredCount, status.RedeliveredCount);
    }

    private List<Assignment> Revoke(List<TopicPartition> partitions)
    {
        var leaving = new List<Assignment>(partitions.Count);
        foreach (var partition in partitions)
        {
            if (assignments.TryGetValue(partition, out var assignment))
            {
                assignment.Revoke();
                leaving.Add(assignment);
            }
        }

        return leaving;
    }

    private void Forget(List<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            tracker.Drop(partition);
            assignments.Remove(partition);
            if (lanes.TryGetValue(partition.Topic, out var lane))
                lane.Forget(partition);
        }

        status.Hold([.. assignments.Keys]);
    }

    /// <returns>Whether all of it ended in time.</returns>
    private bool WaitForRunning(List<Assignment> leaving, TimeSpan timeout)
    {
        var deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            var running = leaving.Exists(assignment => assignment.Running > 0);
            while (finished.TryTake(out var one))
                OnFinished(one);
            if (!running)
                return true;
            if (Environment.TickCount64 >= deadline)
                return false;

            status.Beat(assignments.Count, lanes.Values.Sum(lane => lane.Load));
            if (finished.TryTake(out var next, PollTimeout))
                OnFinished(next);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Count} partitions assigned, {Total} in all")]
        public static partial void Assigned(ILogger logger, int count, int total);

        [LoggerMessage(2, LogLevel.Information, "{Count} partitions revoked, {Total} left; {Running} deliveries still in work will be found done by their next owner")]
        public static partial void Revoked(ILogger logger, int count, int total, int running);

        [LoggerMessage(3, LogLevel.Warning, "{Count} partitions lost, {Total} left: this process was silent for longer than its session")]
        public static partial void Lost(ILogger logger, int count, int total);

        [LoggerMessage(4, LogLevel.Debug, "{Topic} paused at {Load} messages")]
        public static partial void Paused(ILogger logger, string topic, int load);

        [LoggerMessage(5, LogLevel.Warning, "The consumer met an error and goes on: {Code}: {Reason}")]
        public static partial void ConsumeFailed(ILogger logger, ErrorCode code, string reason);

        [LoggerMessage(6, LogLevel.Debug, "The offset after {Origin} was not stored: {Reason}")]
        public static partial void NotStored(ILogger logger, string origin, string reason);

        [LoggerMessage(7, LogLevel.Warning, "{Running} deliveries did not end within {Seconds} s; their jobs are put back")]
        public static partial void GivingUp(ILogger logger, int running, double seconds);

        [LoggerMessage(8, LogLevel.Information, "Drained: {Delivered} messages were delivered, {Redelivered} of them found their job done or claimed")]
        public static partial void Drained(ILogger logger, long delivered, long redelivered);
    }
}
