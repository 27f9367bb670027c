using Adapters.Kafka.Consuming;
using Confluent.Kafka;
using Jobs;
using Jobs.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Simulation.Scheduling;

namespace Simulation.Queues;

/// <summary>
/// Consumes the topics of a worker's kinds from the simulated broker, with the real pool, tracker, and processor; only
/// the poll loop over the client library is its own.
/// </summary>
internal sealed class BrokerConsumer(
    Broker broker, World world, JobHandlers handlers, MessageProcessor processor, ProcessContext process,
    IOptions<JobsOptions> options) : BackgroundService
{
    private readonly List<Poller> pollers = [];

    /// <summary>Number of deliveries in the pools of this process.</summary>
    public int Load => pollers.Sum(poller => poller.Load);

    /// <summary>The parts of the product in it, for the judge of memory.</summary>
    public IEnumerable<object> Parts => [processor, .. pollers.SelectMany(poller => poller.Parts)];

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var topic in handlers.Kinds.GroupBy(kind => kind.Topic, StringComparer.Ordinal))
        {
            var limit = topic.Min(kind => kind.MaxInFlight(options.Value));
            pollers.Add(new Poller(broker, world, process, broker.Topic(topic.Key), limit, processor, stoppingToken));
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// The turns of one consumer: completions, assignment, deliveries, as its poll thread takes them.
    /// </summary>
    private sealed class Poller
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
        private static readonly TimeSpan AwayPause = TimeSpan.FromSeconds(1);

        private readonly Broker broker;
        private readonly World world;
        private readonly ProcessContext process;
        private readonly BrokerTopic topic;
        private readonly BrokerMember member;
        private readonly PartitionTracker partitions = new();
        private readonly Dictionary<TopicPartition, long> positions = [];
        private readonly WorkerPool pool;
        private readonly WorldTimer turn;
        private bool isDue;
        private bool isStopping;

        public Poller(
            Broker broker, World world, ProcessContext process, BrokerTopic topic, int limit,
            MessageProcessor processor, CancellationToken stopping)
        {
            (this.broker, this.world, this.process, this.topic) = (broker, world, process, topic);
            turn = new WorldTimer(world, process, Turn);
            pool = new WorkerPool(limit, async (delivery, abandoning) =>
            {
                try
                {
                    return await processor.ProcessAsync(delivery, abandoning);
                }
                finally
                {
                    Wake();
                }
            });
            member = new BrokerMember(topic, Wake);
            topic.Join(member);
            broker.Watch(member, process);
            stopping.Register(() =>
            {
                isStopping = true;
                topic.Leave(member);
                partitions.Revoke(partitions.Assigned);
                pool.Abandon();
            });
        }

        public int Load => pool.Load;

        public IEnumerable<object> Parts => [pool, partitions];

        /// <summary>Takes a turn soon; called also from outside of the process.</summary>
        private void Wake()
        {
            if (isDue || process.IsDead)
                return;
            isDue = true;
            turn.Start(Pause);
        }

        private void Turn()
        {
            isDue = false;
            while (pool.TryTake(out var completion))
            {
                if (partitions.Complete(completion) is { } next)
                    topic.Commit(member, next.Partition.Value, next.Offset.Value);
            }

            if (isStopping)
                return;
            if (broker.IsAway(process.Name))
            {
                isDue = true;
                turn.Start(AwayPause);
                return;
            }

            Rebalance();
            Deliver();
        }

        private void Rebalance()
        {
            if (!topic.Has(member))
            {
                // Silent for longer than the session: the group went on without this member.
                Remove([.. partitions.Assigned]);
                topic.Join(member);
            }

            var wanted = member.Assigned;
            Remove([.. partitions.Assigned.Except(wanted)]);
            var added = wanted.Except(partitions.Assigned).ToList();
            partitions.Assign(added);
            foreach (var partition in added)
                positions[partition] = topic.CommittedAt(partition.Partition.Value);
        }

        private void Remove(List<TopicPartition> revoked)
        {
            partitions.Revoke(revoked);
            partitions.Remove(revoked);
        }

        private void Deliver()
        {
            foreach (var partition in partitions.Assigned)
            {
                while (!pool.IsFull && topic.Read(partition.Partition.Value, positions[partition]) is { } value)
                {
                    var offset = positions[partition]++;
                    if (partitions.Track(Result(partition, offset, value)) is { } delivery)
                        pool.Add(delivery);
                }
            }
        }

        private static ConsumeResult<Ignore, byte[]> Result(TopicPartition partition, long offset, byte[] value) =>
            new()
            {
                TopicPartitionOffset = new TopicPartitionOffset(partition, offset),
                Message = new Message<Ignore, byte[]> { Value = value, Headers = [] },
            };
    }
}
