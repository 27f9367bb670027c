using Adapters.Kafka.Consuming;
using Adapters.Kafka.Publishing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka;

/// <summary>
/// Checks that a broker responds. A gateway keeps accepting jobs without one, so it is then degraded, not unhealthy.
/// </summary>
internal sealed class BrokerHealth(BrokerMonitor broker) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var brokers = broker.IsDown ? 0 : await Task.Run(broker.CountBrokers, cancellationToken);
        return brokers > 0
            ? HealthCheckResult.Healthy($"{brokers} brokers.")
            : new HealthCheckResult(
                context.Registration.FailureStatus,
                "No broker responds: check ConnectionStrings:kafka, and check that the broker is running.");
    }
}

/// <summary>
/// Checks that every consumer polls. The poll thread never waits for work, so one that stops polling hangs: restart the
/// process.
/// </summary>
internal sealed class PollHealth(ConsumerStatus status, IOptions<KafkaOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status.SinceLastPoll < options.Value.MaxPollInterval
            ? HealthCheckResult.Healthy($"The consumer polled {status.SinceLastPoll.TotalSeconds:0.0} s ago.")
            : new HealthCheckResult(
                context.Registration.FailureStatus,
                $"The consumer has not polled for {status.SinceLastPoll.TotalSeconds:0} s."));
}

/// <summary>
/// Checks that this worker has partitions. Without any it is idle, which is right only if there are more workers than
/// partitions.
/// </summary>
internal sealed class AssignmentHealth(ConsumerStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status.Assigned > 0
            ? HealthCheckResult.Healthy(
                $"{status.Assigned} partitions, {status.InFlight} messages in flight; "
                + $"{status.DeliveredCount} delivered, {status.RedeliveredCount} of them again.")
            : new HealthCheckResult(
                context.Registration.FailureStatus,
                "No partitions are assigned: the group is still forming, or has more workers than partitions."));
}
