using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka;

/// <summary>
/// The configurations of the clients: our options in librdkafka's words, then what the sections of Aspire's clients
/// say, then what was configured in librdkafka's words.
/// </summary>
internal sealed class KafkaSettings(IOptions<KafkaOptions> options, IConfiguration configuration)
{
    private readonly KafkaOptions options = options.Value;

    public string Brokers { get; } = configuration.GetConnectionString("kafka")
        ?? throw new InvalidOperationException(
            "ConnectionStrings:kafka is not set: give it the brokers, as host:9092.");

    public ProducerConfig Producer() => With(new ProducerConfig(Client())
    {
        LingerMs = options.Linger.TotalMilliseconds,
        Acks = options.Acks switch { "0" => Acks.None, "1" => Acks.Leader, _ => Acks.All },
        EnableIdempotence = options.Idempotence,
        CompressionType = Enum.Parse<CompressionType>(options.Compression, ignoreCase: true),
        MessageTimeoutMs = Milliseconds(options.DeliveryTimeout),
        QueueBufferingMaxMessages = options.BufferedMessages,
        // As Java's clients do it, so that every producer puts a key on the same partition.
        Partitioner = Partitioner.Murmur2Random,
        // Our own fields tell which message a report is about.
        DeliveryReportFields = "status",
    }, "Producer");

    public ProducerConfig Events() => With(new ProducerConfig(Client())
    {
        LingerMs = options.EventsLinger.TotalMilliseconds,
        // As many as an idempotent producer has; without a bound nothing would ever gather.
        MaxInFlight = 5,
        Acks = Acks.Leader,
        EnableDeliveryReports = false,
        CompressionType = Enum.Parse<CompressionType>(options.Compression, ignoreCase: true),
        MessageTimeoutMs = Milliseconds(options.DeliveryTimeout),
        QueueBufferingMaxMessages = options.BufferedEvents,
        Partitioner = Partitioner.Murmur2Random,
        StatisticsIntervalMs = 0,
    }, "Events");

    /// <summary>
    /// One consumer a topic, each in a group of its own: cooperative-sticky counts all partitions alike, and of several
    /// topics in one group a worker that joins later gets one topic whole (docs/adr/0016).
    /// </summary>
    public ConsumerConfig Consumer(string topic) => With(new ConsumerConfig(Client())
    {
        GroupId = options.GroupOf(topic),
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        AutoOffsetReset = Enum.Parse<AutoOffsetReset>(options.OffsetReset, ignoreCase: true),
        // Commits what was stored, and only finished work is stored.
        EnableAutoCommit = true,
        EnableAutoOffsetStore = false,
        AutoCommitIntervalMs = Milliseconds(options.CommitInterval),
        SessionTimeoutMs = Milliseconds(options.SessionTimeout),
        HeartbeatIntervalMs = Milliseconds(options.Heartbeat),
        MaxPollIntervalMs = Milliseconds(options.MaxPollInterval),
        QueuedMinMessages = options.PrefetchMessages,
        QueuedMaxMessagesKbytes = 16 * 1024,
        // The default waits a second once enough is prefetched, which is longer than a small prefetch lasts.
        FetchQueueBackoffMs = 20,
        FetchWaitMaxMs = Milliseconds(options.FetchWait),
        AllowAutoCreateTopics = true,
    }, "Consumer", $"Topics:{topic}");

    /// <summary>Reads the events from their end, in no group: every gateway hears all.</summary>
    public ConsumerConfig Listener() => With(new ConsumerConfig(Client())
    {
        // Required by the client, and used by nothing: nothing is committed and no group is joined.
        GroupId = $"{options.ConsumerGroup}-listener",
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Latest,
        FetchWaitMaxMs = Milliseconds(options.FetchWait),
        StatisticsIntervalMs = 0,
    }, "Consumer", $"Topics:{options.EventsTopic}");

    public AdminClientConfig Admin() => With(new AdminClientConfig(Client()) { StatisticsIntervalMs = 0 });

    /// <summary>Values that lose messages are allowed, and named.</summary>
    public IEnumerable<string> Warnings()
    {
        var producer = Producer();
        if (producer.Acks is not Acks.All)
            yield return $"acks is {producer.Acks}: a message is confirmed before every in-sync replica has it, and is lost with the broker that has it alone";
        if (producer.EnableIdempotence is not true)
            yield return "idempotence is off: messages that the producer sends again may arrive twice or out of order";
        if (Consumer("*").AutoOffsetReset is AutoOffsetReset.Latest)
            yield return "a new consumer group starts at the end: messages from before its start wait for the relay";
        if (Consumer("*").EnableAutoOffsetStore is true)
            yield return "enable.auto.offset.store is on: messages are acknowledged before their work is done";
    }

    private ClientConfig Client() => new()
    {
        BootstrapServers = Brokers,
        ClientId = $"{Environment.MachineName}-{Environment.ProcessId}",
        StatisticsIntervalMs = Milliseconds(options.StatisticsInterval),
        ReconnectBackoffMs = Math.Max(1, Milliseconds(options.MaxReconnectDelay) / 20),
        ReconnectBackoffMaxMs = Milliseconds(options.MaxReconnectDelay),
        // Topics that appear and partitions that are added are found within seconds.
        TopicMetadataRefreshIntervalMs = 10_000,
        SocketNagleDisable = true,
        // Brokers close idle connections; that is no news.
        LogConnectionClose = false,
    };

    private TConfig With<TConfig>(TConfig config, params ReadOnlySpan<string> sections)
        where TConfig : ClientConfig
    {
        BindAspire(config);
        Overlay("Client");
        foreach (var section in sections)
            Overlay(section);
        return config;

        void Overlay(string name)
        {
            foreach (var setting in configuration.GetSection($"{KafkaOptions.Section}:{name}").GetChildren())
            {
                if (setting.Value is { } value)
                    config.Set(setting.Key, value);
            }
        }
    }

    /// <summary>
    /// <c>Aspire:Confluent:Kafka:Consumer</c> and <c>Producer</c>, bound as Aspire.Confluent.Kafka binds them, whichever build
    /// this is (docs/adr/0017). Brokers and group are this product's.
    /// </summary>
    private void BindAspire(ClientConfig config)
    {
        var section = configuration.GetSection($"Aspire:Confluent:Kafka:{(config is ConsumerConfig ? "Consumer" : "Producer")}");
        var group = (config as ConsumerConfig)?.GroupId;
        section.GetSection("Config").Bind(config);
        section.GetSection("kafka:Config").Bind(config);
        config.BootstrapServers = Brokers;
        if (config is ConsumerConfig consumer)
            consumer.GroupId = group;
    }

    private static int Milliseconds(TimeSpan span) =>
        Convert.ToInt32(span.TotalMilliseconds, CultureInfo.InvariantCulture);
}
