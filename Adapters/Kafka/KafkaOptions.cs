using System.ComponentModel.DataAnnotations;

namespace Adapters.Kafka;

/// <summary>
/// Section <c>Kafka</c>: the client settings that matter, each default with its reason. Every other librdkafka setting
/// goes, by its own name, under <c>Kafka:Client</c> (all clients), <c>Kafka:Producer</c>, <c>Kafka:Consumer</c>, or
/// <c>Kafka:Topics:TOPIC</c> (the consumer of that topic), and takes precedence:
/// <c>Kafka:Client:security.protocol=SASL_SSL</c>, or with underscores where a name may have no dots:
/// <c>Kafka__Client__security_protocol=SASL_SSL</c>.
/// </summary>
public sealed record KafkaOptions
{
    public const string Section = "Kafka";

    /// <summary>
    /// Prefix of the names of the consumer groups; the workers share the partitions of each topic in one group.
    /// </summary>
    [Required]
    public string ConsumerGroup { get; init; } = "extractors";

    /// <summary>Topic on which workers publish job events to gateways.</summary>
    [Required]
    public string EventsTopic { get; init; } = "jobs.events";

    /// <summary>
    /// Topic for the raw bytes of dead letters, for tools outside this system; the store keeps them too.
    /// </summary>
    [Required]
    public string DeadTopic { get; init; } = "jobs.dead";

    /// <summary>
    /// Number of partitions of a topic that is created: more than the expected workers, so that each gets some.
    /// </summary>
    [Range(1, 10_000)]
    public int Partitions { get; init; } = 12;

    /// <summary>Number of replicas of a topic that is created; -1 is the broker's default.</summary>
    [Range(-1, 100)]
    public short ReplicationFactor { get; init; } = -1;

    /// <summary>
    /// Number of replicas that must have a message before it is confirmed; the broker's default if not set.
    /// </summary>
    [Range(1, 100)]
    public int? MinInSyncReplicas { get; init; }

    /// <summary>
    /// Maximum wait for the topics at startup; a broker may also refuse to create topics or create them by itself.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan TopicsTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Zero: a response waits for the confirmation, so every millisecond here delays the response. Under load the
    /// producer builds batches by itself while earlier requests are in flight (docs/adr/0010).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan Linger { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// <c>all</c>: every in-sync replica has a confirmed message. <c>1</c> and <c>0</c> lose messages if a broker dies.
    /// </summary>
    [RegularExpression("all|-1|0|1")]
    public string Acks { get; init; } = "all";

    /// <summary>The broker drops messages that the producer sent twice, and keeps the order in a partition.</summary>
    public bool Idempotence { get; init; } = true;

    /// <summary><c>lz4</c>: a tenth of gzip's processor time, and part of every librdkafka.</summary>
    [RegularExpression("none|gzip|snappy|lz4|zstd")]
    public string Compression { get; init; } = "lz4";

    /// <summary>
    /// Maximum wait for a confirmation; after it the job is still stored, and the outbox relay publishes it again.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:15:00")]
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Maximum number of messages waiting in the producer: twenty of the largest requests.</summary>
    [Range(1_000, 10_000_000)]
    public int BufferedMessages { get; init; } = 200_000;

    /// <summary>
    /// Maximum wait of a request for room in a full buffer; the outbox relay publishes the rest later.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan BufferTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Zero, like <see cref="Linger"/>: a client that waits for a result waits for its event. Under load, events form
    /// batches behind the requests in flight.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan EventsLinger { get; init; } = TimeSpan.Zero;

    /// <summary>Maximum number of events waiting in the producer; more are dropped, as events may be lost.</summary>
    [Range(100, 1_000_000)]
    public int BufferedEvents { get; init; } = 20_000;

    /// <summary>
    /// Maximum silence of a worker before it loses its partitions. The default of 45 s protects large states; here a
    /// partition is cheap to move, and its jobs wait meanwhile.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:30:00")]
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Interval of group heartbeats. A third of the session timeout: two may be lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.03", "00:10:00")]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Maximum time between polls. The poll thread never waits for work, so one that is silent for longer hangs.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Interval of offset commits: after a crash, jobs finished since the last commit are delivered again and found
    /// done.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><c>earliest</c>: a new group starts with the oldest message, not with the next one.</summary>
    [RegularExpression("earliest|latest|error")]
    public string OffsetReset { get; init; } = "earliest";

    /// <summary>
    /// Number of messages prefetched for each partition. Few, because pausing discards them: they are small and quick
    /// to fetch again.
    /// </summary>
    [Range(1, 1_000_000)]
    public int PrefetchMessages { get; init; } = 500;

    /// <summary>Maximum time that the broker holds an empty response; a message that arrives ends the wait.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan FetchWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Maximum wait of revoked partitions for their jobs in flight: the whole group waits with them.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RevocationDrain { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Interval at which the clients report lag and connections.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan StatisticsInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Maximum delay between reconnects; the first is a twentieth. The default of 10 s is as long as some outages.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Settings of librdkafka for all clients, by its own names.</summary>
    public IReadOnlyDictionary<string, string> Client { get; init; } = Empty;

    /// <summary>Settings of librdkafka for the producer of jobs.</summary>
    public IReadOnlyDictionary<string, string> Producer { get; init; } = Empty;

    /// <summary>Settings of librdkafka for the producer of events.</summary>
    public IReadOnlyDictionary<string, string> Events { get; init; } = Empty;

    /// <summary>Settings of librdkafka for all consumers.</summary>
    public IReadOnlyDictionary<string, string> Consumer { get; init; } = Empty;

    /// <summary>Settings of librdkafka for the consumer of one topic, by its name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Topics { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    private static IReadOnlyDictionary<string, string> Empty { get; } = new Dictionary<string, string>();

    /// <summary>Gets the consumer group of a topic, as in <c>extractors.links.requested</c>.</summary>
    public string GroupOf(string topic) => $"{ConsumerGroup}.{topic}";
}
