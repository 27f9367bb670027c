using Adapters.Kafka.Consuming;
using Adapters.Kafka.Publishing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka;

/// <summary>
/// Checks that a broker responds and takes messages. A gateway keeps accepting jobs without one, so it is then
/// degraded, not unhealthy.
/// </summary>
internal sealed class BrokerHealth(BrokerMonitor broker, DeliveryStatus deliveries) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var brokers = broker.IsDown ? 0 : await Task.Run(broker.CountBrokers, cancellationToken);
        if (brokers == 0)
        {
            return new HealthCheckResult(
                context.Registration.FailureStatus,
                "No broker responds: check ConnectionStrings:kafka, and check that the broker is running.");
        }

        return deliveries.Problem is { } problem
            ? HealthCheckResult.Degraded(
                $"The broker takes no messages ({problem.TrimEnd('.')}): jobs wait in the store; see the broker's log.")
            : HealthCheckResult.Healthy($"{brokers} brokers.");
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
/// Checks that this worker is a member of its group. One without partitions is ready too: it stands by, as a rollout
/// starts more workers than there are partitions.
/// </summary>
internal sealed class AssignmentHealth(ConsumerStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status.HasJoined
            ? HealthCheckResult.Healthy(
                status.Assigned == 0
                    ? "Standing by: the other workers of the group have all partitions."
                    : $"{status.Assigned} partitions, {status.InFlight} messages in flight; "
                        + $"{status.DeliveredCount} delivered, {status.RedeliveredCount} of them again.")
            : new HealthCheckResult(
                context.Registration.FailureStatus,
                "This worker is not in its group yet: the group is forming, or no broker responds."));
}
