using Confluent.Kafka;
using Jobs;
using Jobs.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka.Consuming;

/// <summary>
/// Keeps a <see cref="TopicConsumer"/> on each topic of the job kinds that have a handler in this process.
/// </summary>
internal sealed class JobListener(
    KafkaSettings settings,
    JobHandlers handlers,
    MessageProcessor processor,
    ConsumerStatus status,
    KafkaTelemetry telemetry,
    Topics topics,
    IOptions<KafkaOptions> options,
    IOptions<JobsOptions> jobsOptions,
    TimeProvider clock,
    ILogger<JobListener> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        telemetry.ObserveLag(() => status.Lags);
        await topics.Ready.WaitAsync(stoppingToken);
        await Task.WhenAll(handlers.Kinds
            .GroupBy(kind => kind.Topic, StringComparer.Ordinal)
            .Select(group => ListenAsync(
                group.Key, group.Min(kind => kind.MaxInFlight(jobsOptions.Value)), stoppingToken)));
    }

    private Task ListenAsync(string topic, int maxInFlight, CancellationToken stoppingToken) =>
        ConsumerThread.KeepRunningAsync(
            topic, stopping => Consume(topic, maxInFlight, stopping), clock, logger, stoppingToken);

    private void Consume(string topic, int maxInFlight, CancellationToken stopping)
    {
        var topicStatus = status.Of(topic);
        var builder = new ConsumerBuilder<Ignore, byte[]>(settings.Consumer(topic))
            .SetLogHandler((_, message) => ClientLog.Write(logger, message))
            .SetErrorHandler((_, error) => ClientLog.Write(logger, error))
            .SetStatisticsHandler((_, json) => topicStatus.ReportLags(Statistics.ReadLags(json)));
        using var pool = new WorkerPool(maxInFlight, processor.ProcessAsync);
        using var consumer = new TopicConsumer(
            topic, builder, pool, topicStatus, telemetry, options.Value.RevocationDrain, logger);
        consumer.Run(jobsOptions.Value.DrainTimeout, stopping);
    }
}
