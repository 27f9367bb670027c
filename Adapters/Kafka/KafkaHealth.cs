using Adapters.Kafka.Consuming;
using Adapters.Kafka.Publishing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka;

/// <summary>
/// Whether a broker answers. Accepting goes on without one, so a gateway is then degraded and not unhealthy.
/// </summary>
internal sealed class BrokerHealth(BrokerMonitor broker) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var brokers = broker.IsAway ? 0 : await Task.Run(broker.Ask, cancellationToken);
        return brokers > 0
            ? HealthCheckResult.Healthy($"{brokers} brokers.")
            : new HealthCheckResult(
                context.Registration.FailureStatus, "No broker answers: check ConnectionStrings:kafka, and whether the broker runs.");
    }
}

/// <summary>
/// Whether the poll thread turns. It never waits for work, so one that stands still hangs: restart the process.
/// </summary>
internal sealed class PollHealth(ConsumerStatus status, IOptions<KafkaOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status.SinceBeat < options.Value.MaxPollInterval
            ? HealthCheckResult.Healthy($"The consumer polled {status.SinceBeat.TotalSeconds:0.0} s ago.")
            : new HealthCheckResult(
                context.Registration.FailureStatus, $"The consumer has not polled for {status.SinceBeat.TotalSeconds:0} s."));
}

/// <summary>
/// Whether this worker has partitions. Without any it does nothing, which is right only where there are more workers
/// than partitions.
/// </summary>
internal sealed class AssignmentHealth(ConsumerStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status.Assigned > 0
            ? HealthCheckResult.Healthy(
                $"{status.Assigned} partitions, {status.InFlight} messages in work; {status.DeliveredCount} delivered, {status.RedeliveredCount} of them again.")
            : new HealthCheckResult(
                context.Registration.FailureStatus, "No partitions are assigned: the group is still forming, or has more workers than partitions."));
}
