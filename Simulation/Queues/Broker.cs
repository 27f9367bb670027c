using Confluent.Kafka;
using Simulation.Faults;
using Simulation.Scheduling;

namespace Simulation.Queues;

/// <summary>
/// A broker with partitioned topics and one group of consumers for each: it delivers at least once, and repeats,
/// delays, refuses, or loses messages as the weather decides.
/// </summary>
internal sealed class Broker(World world, Weather weather)
{
    private const int PartitionsPerTopic = 3;

    /// <summary>Time after which the group notices that a member is gone.</summary>
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, BrokerTopic> topics = new(StringComparer.Ordinal);

    public BrokerTopic Topic(string name)
    {
        if (!topics.TryGetValue(name, out var topic))
            topics.Add(name, topic = new BrokerTopic(name, PartitionsPerTopic));
        return topic;
    }

    /// <summary>Appends a message, unless the weather is against it.</summary>
    /// <returns>True if the sender gets a confirmation.</returns>
    public bool Append(string process, string topicName, string key, byte[] value)
    {
        if (weather.IsAway(ChaosKind.QueueAway, process) || weather.Strikes(FaultKind.QueueRefuses))
            return false;
        var topic = Topic(topicName);
        if (!weather.Strikes(FaultKind.QueueLoses))
        {
            for (var copies = weather.Strikes(FaultKind.QueueRepeats) ? 2 : 1; copies > 0; copies--)
            {
                if (weather.Strikes(FaultKind.QueueDelays))
                    world.After(weather.Between(0.1, 20), () => topic.Append(key, value));
                else
                    topic.Append(key, value);
            }
        }

        return !weather.Strikes(FaultKind.QueueAnswerLost);
    }

    public bool IsAway(string process) => weather.IsAway(ChaosKind.QueueAway, process);

    /// <summary>Lets a member of a group leave when its process has been dead for a while.</summary>
    public void Watch(BrokerMember member, ProcessContext process)
    {
        world.After(SessionTimeout, Check);

        void Check()
        {
            if (process.IsDead || process.IsPaused)
            {
                // A paused process notices when it goes on.
                member.Topic.Leave(member);
                member.Wake();
            }

            if (!process.IsDead)
                world.After(SessionTimeout, Check);
        }
    }
}

/// <summary>The partitions of a topic, and the members of its group.</summary>
internal sealed class BrokerTopic(string name, int partitions)
{
    private readonly List<BrokerMember> members = [];
    private readonly List<byte[]>[] logs = [.. Enumerable.Range(0, partitions).Select(_ => new List<byte[]>())];
    private readonly long[] committed = new long[partitions];

    public string Name => name;

    public void Append(string key, byte[] value)
    {
        var partition = (int)(Hash(key) % (uint)partitions);
        logs[partition].Add(value);
        Owner(partition)?.Wake();
    }

    public byte[]? Read(int partition, long offset) =>
        offset < logs[partition].Count ? logs[partition][(int)offset] : null;

    public long CommittedAt(int partition) => committed[partition];

    public void Commit(BrokerMember member, int partition, long offset)
    {
        // A member that lost the partition commits nothing, as under a group's generation.
        if (Owner(partition) == member && offset > committed[partition])
            committed[partition] = offset;
    }

    public bool Has(BrokerMember member) => members.Contains(member);

    public void Join(BrokerMember member)
    {
        members.Add(member);
        Rebalance();
    }

    public void Leave(BrokerMember member)
    {
        if (members.Remove(member))
            Rebalance();
    }

    public BrokerMember? Owner(int partition) => members.Count == 0 ? null : members[partition % members.Count];

    private void Rebalance()
    {
        foreach (var member in members)
        {
            member.Assign([.. Enumerable.Range(0, partitions).Where(one => Owner(one) == member)
                .Select(one => new TopicPartition(name, one))]);
        }
    }

    /// <summary>The same in every run, unlike the hash of a string.</summary>
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text)
            hash = (hash ^ character) * 16777619;
        return hash;
    }
}

/// <summary>A consumer as its group sees it.</summary>
internal sealed class BrokerMember(BrokerTopic topic, Action wake)
{
    public BrokerTopic Topic => topic;

    /// <summary>The partitions that the group wants this member to have.</summary>
    public IReadOnlyList<TopicPartition> Assigned { get; private set; } = [];

    public void Assign(IReadOnlyList<TopicPartition> assigned)
    {
        Assigned = assigned;
        wake();
    }

    public void Wake() => wake();
}
