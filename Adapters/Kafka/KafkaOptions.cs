using System.ComponentModel.DataAnnotations;

namespace Adapters.Kafka;

/// <summary>
/// Section <c>Kafka</c>: every setting of the clients that matters, each default stated here with its reason. Anything
/// else that librdkafka knows goes, by its own name, under <c>Kafka:Client</c> (all), <c>Kafka:Producer</c>,
/// <c>Kafka:Consumer</c> or <c>Kafka:Topics:TOPIC</c> (the consumer of that topic), and wins:
/// <c>Kafka:Client:security.protocol=SASL_SSL</c>.
/// </summary>
public sealed record KafkaOptions
{
    public const string Section = "Kafka";

    /// <summary>
    /// The beginning of the names of the groups, one a topic, in which the workers share its partitions.
    /// </summary>
    [Required]
    public string ConsumerGroup { get; init; } = "extractors";

    /// <summary>Where workers tell gateways what happens to jobs.</summary>
    [Required]
    public string EventsTopic { get; init; } = "jobs.events";

    /// <summary>
    /// Where the raw bytes of dead letters go, for tools outside this system; the store has them too.
    /// </summary>
    [Required]
    public string DeadTopic { get; init; } = "jobs.dead";

    /// <summary>
    /// Partitions of a topic that is created: more than the workers one expects, so that each gets some.
    /// </summary>
    [Range(1, 10_000)]
    public int Partitions { get; init; } = 12;

    /// <summary>Replicas of a topic that is created; -1 is the broker's own default.</summary>
    [Range(-1, 100)]
    public short ReplicationFactor { get; init; } = -1;

    /// <summary>
    /// How many replicas must have a message before it is confirmed; the broker's default when not set.
    /// </summary>
    [Range(1, 100)]
    public int? MinInSyncReplicas { get; init; }

    /// <summary>
    /// How long the start waits for the topics; brokers that refuse or make topics by themselves are fine.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan TopicsTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Zero: an answer waits for the confirmation, so every millisecond here is one in the answer. Under load the
    /// producer gathers batches by itself, while the requests before are on their way (docs/adr/0010).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan Linger { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// <c>all</c>: confirmed is what every in-sync replica has. <c>1</c> and <c>0</c> lose messages when a broker dies.
    /// </summary>
    [RegularExpression("all|-1|0|1")]
    public string Acks { get; init; } = "all";

    /// <summary>The broker drops what the producer had to send twice, and keeps the order within a partition.</summary>
    public bool Idempotence { get; init; } = true;

    /// <summary><c>lz4</c>: a tenth of gzip's processor time, and part of every librdkafka.</summary>
    [RegularExpression("none|gzip|snappy|lz4|zstd")]
    public string Compression { get; init; } = "lz4";

    /// <summary>After this a message counts as unconfirmed; its job is stored, and the relay sends it again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:15:00")]
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages waiting in the producer at the most: twenty of the largest requests.</summary>
    [Range(1_000, 10_000_000)]
    public int BufferedMessages { get; init; } = 200_000;

    /// <summary>
    /// How long a request waits for room in a full buffer before the rest of it is left to the relay.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan BufferTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Zero, as <see cref="Linger"/>: whoever waits for a result waits for its event. Under load events gather behind
    /// the requests that are on their way.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan EventsLinger { get; init; } = TimeSpan.Zero;

    /// <summary>Events waiting in the producer at the most; more are dropped, for news may be lost.</summary>
    [Range(100, 1_000_000)]
    public int BufferedEvents { get; init; } = 20_000;

    /// <summary>
    /// How long a silent worker keeps its partitions. The default of 45 s protects large states; here a partition is
    /// cheap to move and its jobs wait meanwhile.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:30:00")]
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>A third of the session: two may be lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.03", "00:10:00")]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The poll thread never waits for work, so one that is silent for this long hangs.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How often finished offsets are committed: what was done since is delivered again after a crash, and found done.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><c>earliest</c>: a new group starts with what is there, not with what comes.</summary>
    [RegularExpression("earliest|latest|error")]
    public string OffsetReset { get; init; } = "earliest";

    /// <summary>
    /// Messages fetched ahead a partition. Pausing throws them away, so few: they are small and quick to fetch again.
    /// </summary>
    [Range(1, 1_000_000)]
    public int PrefetchMessages { get; init; } = 500;

    /// <summary>How long the broker may hold an empty answer; a message that comes meanwhile ends the wait.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan FetchWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long partitions that are taken away wait for their jobs in work: the whole group waits with them.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RevocationDrain { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the clients report lag and connections.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan StatisticsInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Reconnects start with a twentieth of this and end with it; the default of 10 s is as long as some outages.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>As <c>extractors.links.requested</c>.</summary>
    public string GroupOf(string topic) => $"{ConsumerGroup}.{topic}";
}
