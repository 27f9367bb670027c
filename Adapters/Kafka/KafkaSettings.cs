using System.Globalization;
using Confluent.Kafka;
using Jobs.Starting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka;

/// <summary>
/// Builds the configurations of the clients: our options as librdkafka settings, then the sections of Aspire's clients,
/// then the settings configured by librdkafka's names. Later ones win.
/// </summary>
internal sealed class KafkaSettings(IOptions<KafkaOptions> options, IConfiguration configuration)
{
    private readonly KafkaOptions options = options.Value;

    public string Brokers { get; } = configuration.GetConnectionString("kafka")
        ?? throw new CannotStartException(
            "ConnectionStrings:kafka is not set: set it to the brokers, as in host:9092.");

    public ProducerConfig Producer() => With(new ProducerConfig(Client())
    {
        LingerMs = options.Linger.TotalMilliseconds,
        Acks = options.Acks switch { "0" => Acks.None, "1" => Acks.Leader, _ => Acks.All },
        EnableIdempotence = options.Idempotence,
        CompressionType = Enum.Parse<CompressionType>(options.Compression, ignoreCase: true),
        MessageTimeoutMs = Milliseconds(options.DeliveryTimeout),
        QueueBufferingMaxMessages = options.BufferedMessages,
        // Java's partitioner, so that every producer puts a key on the same partition.
        Partitioner = Partitioner.Murmur2Random,
        // Our own fields identify the message of a report.
        DeliveryReportFields = "status",
    }, "Producer");

    public ProducerConfig Events()
    {
        var config = With(EventsOfOptions(), "Events");

        // Aspire's section is for both producers. An idempotent one fails for good after some errors, and events, which
        // may be lost, need no order that survives a repeat (docs/adr/0019).
        config.EnableIdempotence = false;
        return config;
    }

    private ProducerConfig EventsOfOptions() => new(Client())
    {
        LingerMs = options.EventsLinger.TotalMilliseconds,
        // As many as an idempotent producer has; without a limit no batches would form.
        MaxInFlight = 5,
        Acks = Acks.Leader,
        EnableDeliveryReports = false,
        CompressionType = Enum.Parse<CompressionType>(options.Compression, ignoreCase: true),
        MessageTimeoutMs = Milliseconds(options.DeliveryTimeout),
        QueueBufferingMaxMessages = options.BufferedEvents,
        Partitioner = Partitioner.Murmur2Random,
        StatisticsIntervalMs = 0,
    };

    /// <summary>
    /// Configures the consumer of one topic, in its own group: cooperative-sticky counts all partitions alike, so with
    /// several topics in one group, a worker that joins later would get whole topics (docs/adr/0016).
    /// </summary>
    public ConsumerConfig Consumer(string topic) => With(new ConsumerConfig(Client())
    {
        GroupId = options.GroupOf(topic),
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        AutoOffsetReset = Enum.Parse<AutoOffsetReset>(options.OffsetReset, ignoreCase: true),
        // Commits stored offsets, and only offsets of finished work are stored.
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

    /// <summary>Configures the reader of events: from the end, in no group, so every gateway receives all.</summary>
    public ConsumerConfig Listener() => With(new ConsumerConfig(Client())
    {
        // The client requires it, but nothing is committed and no group is joined.
        GroupId = $"{options.ConsumerGroup}-listener",
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Latest,
        FetchWaitMaxMs = Milliseconds(options.FetchWait),
        StatisticsIntervalMs = 0,
    }, "Consumer", $"Topics:{options.EventsTopic}");

    public AdminClientConfig Admin() => With(new AdminClientConfig(Client()) { StatisticsIntervalMs = 0 });

    /// <summary>Lists settings that may lose messages; they are allowed.</summary>
    public IEnumerable<string> Warnings()
    {
        var producer = Producer();
        if (producer.Acks is not Acks.All)
            yield return $"acks is {producer.Acks}: a message is confirmed before every in-sync replica has it, "
                + "and is lost with the only broker that has it";
        if (producer.EnableIdempotence is not true)
            yield return "idempotence is off: messages that the producer retries may arrive twice or out of order";
        if (Consumer("*").AutoOffsetReset is AutoOffsetReset.Latest)
            yield return "a new consumer group starts at the end: older messages wait for the outbox relay";
        if (Consumer("*").EnableAutoOffsetStore is true)
            yield return "enable.auto.offset.store is on: messages are acknowledged before their jobs are done";
    }

    private ClientConfig Client() => new()
    {
        BootstrapServers = Brokers,
        ClientId = $"{Environment.MachineName}-{Environment.ProcessId}",
        StatisticsIntervalMs = Milliseconds(options.StatisticsInterval),
        ReconnectBackoffMs = Math.Max(1, Milliseconds(options.MaxReconnectDelay) / 20),
        ReconnectBackoffMaxMs = Milliseconds(options.MaxReconnectDelay),
        // Finds new topics and partitions within seconds.
        TopicMetadataRefreshIntervalMs = 10_000,
        SocketNagleDisable = true,
        // Brokers close idle connections, which is normal.
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
            if (name.Contains('.', StringComparison.Ordinal))
                Overlay(name.Replace('.', '_'));
            var settings = configuration.GetSection($"{KafkaOptions.Section}:{name}").GetChildren()
                .OrderBy(setting => setting.Key.Contains('.', StringComparison.Ordinal));
            foreach (var setting in settings)
            {
                if (setting.Value is { } value)
                    config.Set(Dotted(setting.Key), value);
            }
        }
    }

    /// <summary>
    /// Reads <c>sasl_password</c> as <c>sasl.password</c>: shells, Helm's values, and the secrets of Container Apps
    /// allow no dots in names, and no name of librdkafka has an underscore.
    /// </summary>
    private static string Dotted(string name) =>
        name.Contains('.', StringComparison.Ordinal) ? name : name.Replace('_', '.');

    /// <summary>
    /// Binds <c>Aspire:Confluent:Kafka:Consumer</c> and <c>Producer</c> like Aspire.Confluent.Kafka, in both builds
    /// (docs/adr/0017). The brokers and the group stay this product's.
    /// </summary>
    private void BindAspire(ClientConfig config)
    {
        var section = configuration.GetSection(
            $"Aspire:Confluent:Kafka:{(config is ConsumerConfig ? "Consumer" : "Producer")}");
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
