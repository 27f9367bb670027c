using Confluent.Kafka;
using Jobs;
using Jobs.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka.Consuming;

/// <summary>
/// Keeps a consumer on each topic of the kinds that this process can do, and begins anew when the client cannot go on.
/// </summary>
internal sealed partial class JobListener(
    KafkaSettings settings,
    JobHandlers handlers,
    DeliveryRunner runner,
    ConsumerStatus status,
    KafkaTelemetry telemetry,
    Topics topics,
    IOptions<KafkaOptions> options,
    IOptions<JobsOptions> jobsOptions,
    TimeProvider clock,
    ILogger<JobListener> logger) : BackgroundService
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        telemetry.ObserveLag(() => status.Lags);
        await topics.Ready.WaitAsync(stoppingToken);
        await Task.WhenAll(handlers.Kinds
            .GroupBy(kind => kind.Topic, StringComparer.Ordinal)
            .Select(group => ListenAsync(
                group.Key, group.Min(kind => kind.MaxInFlight(jobsOptions.Value)), stoppingToken)));
    }

    private async Task ListenAsync(string topic, int maxInFlight, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // A thread of its own: the poll loop blocks in the client's code for as long as the process lives.
                await Task.Factory.StartNew(
                    () => RunSession(topic, maxInFlight, stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
#pragma warning disable CA1031 // A worker without its consumer does nothing: it begins anew whatever happened.
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.Restarting(logger, topic, RestartDelay.TotalSeconds, error);
                await Task.Delay(RestartDelay, clock, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void RunSession(string topic, int maxInFlight, CancellationToken stopping)
    {
        var own = status.Of(topic);
        var builder = new ConsumerBuilder<Ignore, byte[]>(settings.Consumer(topic))
            .SetLogHandler((_, message) => ClientLog.Write(logger, message))
            .SetErrorHandler((_, error) => ClientLog.Write(logger, error))
            .SetStatisticsHandler((_, json) => own.Report(Statistics.ReadLags(json)));
        using var work = new Work(topic, maxInFlight, runner);
        using var session = new ConsumerSession(builder, work, own, telemetry, options.Value.RevocationDrain, logger);
        session.Run(jobsOptions.Value.DrainTimeout, stopping);
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Error, "The consumer of {Topic} broke off and begins anew in {Seconds} s")]
        public static partial void Restarting(ILogger logger, string topic, double seconds, Exception error);
    }
}
