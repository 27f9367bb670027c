using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Jobs;
using Jobs.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka;

/// <summary>Creates missing topics. A broker may also refuse to create topics or create them by itself.</summary>
internal sealed partial class Topics(
    KafkaSettings settings, JobKinds kinds, IOptions<KafkaOptions> options, TimeProvider clock, ILogger<Topics> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private readonly KafkaOptions options = options.Value;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Completes when the topics exist, or after <see cref="KafkaOptions.TopicsTimeout"/>.
    /// </summary>
    public Task Ready => ready.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var warning in settings.Warnings())
            Log.LossProne(logger, warning);

        using var limit = new CancellationTokenSource(options.TopicsTimeout, clock);
        await using var late = limit.Token.Register(() => ready.TrySetResult());
        using var admin = new AdminClientBuilder(settings.Admin())
            .SetLogHandler((_, message) => ClientLog.Write(logger, message))
            .SetErrorHandler((_, error) => ClientLog.Write(logger, error))
            .Build();
        var isDone = false;
        var failures = 0;
        while (true)
        {
            var turn = await Periodic.TryAsync(
                "The creation of topics", async token => isDone = await TryCreateAsync(admin, token), logger,
                stoppingToken);
            if (isDone)
                break;
            failures = turn ? 0 : failures + 1;
            await Task.Delay(RetryDelay + Periodic.PauseAfter(failures, RetryDelay), clock, stoppingToken);
        }

        ready.TrySetResult();
    }

    /// <returns>False if no broker responded.</returns>
    private async Task<bool> TryCreateAsync(IAdminClient admin, CancellationToken cancellationToken)
    {
        string[] missing;
        try
        {
            var metadata = await Task.Run(() => admin.GetMetadata(options.TopicsTimeout), cancellationToken);
            var present = metadata.Topics.Select(topic => topic.Topic).ToHashSet(StringComparer.Ordinal);
            missing = [.. Required().Where(topic => !present.Contains(topic))];
        }
        catch (KafkaException error)
        {
            Log.NoBroker(logger, error.Error.Reason);
            return false;
        }

        if (missing.Length > 0)
            await CreateAsync(admin, missing);
        return true;
    }

    private async Task CreateAsync(IAdminClient admin, string[] missing)
    {
        var names = string.Join(", ", missing);
        try
        {
            await admin.CreateTopicsAsync(
                missing.Select(Specify),
                new CreateTopicsOptions
                {
                    RequestTimeout = options.TopicsTimeout,
                    OperationTimeout = options.TopicsTimeout,
                });
            Log.Created(logger, names, options.Partitions);
        }
        catch (CreateTopicsException error)
        {
            // Another process may have created a topic first.
            var failed = error.Results.Where(
                result => result.Error is { IsError: true, Code: not ErrorCode.TopicAlreadyExists });
            foreach (var result in failed)
                Log.NotCreated(logger, result.Topic, result.Error.Reason);
        }
        catch (KafkaException error)
        {
            Log.NotCreated(logger, names, error.Error.Reason);
        }
    }

    private TopicSpecification Specify(string name) => new()
    {
        Name = name,
        NumPartitions = options.Partitions,
        ReplicationFactor = options.ReplicationFactor,
        Configs = options.MinInSyncReplicas is { } replicas
            ? new() { ["min.insync.replicas"] = replicas.ToString() }
            : null,
    };

    private IEnumerable<string> Required() =>
        kinds.All.Select(kind => kind.Topic).Append(options.EventsTopic).Append(options.DeadTopic)
            .Distinct(StringComparer.Ordinal);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Created {Topics} with {Partitions} partitions")]
        public static partial void Created(ILogger logger, string topics, int partitions);

        [LoggerMessage(2, LogLevel.Warning,
            "Could not create {Topics}; the broker may create them on first use: {Reason}")]
        public static partial void NotCreated(ILogger logger, string topics, string reason);

        [LoggerMessage(3, LogLevel.Warning, "No broker responds yet: {Reason}")]
        public static partial void NoBroker(ILogger logger, string reason);

        [LoggerMessage(4, LogLevel.Warning, "This configuration may lose messages: {Warning}")]
        public static partial void LossProne(ILogger logger, string warning);
    }
}
