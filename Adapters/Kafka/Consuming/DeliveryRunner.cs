using System.Diagnostics;
using Jobs.Failures;
using Jobs.Running;
using Jobs.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka.Consuming;

/// <summary>Does the work of one delivery, in its trace, and holds on to it while the store is away.</summary>
internal sealed partial class DeliveryRunner(
    JobConsumer consumer,
    KafkaTelemetry telemetry,
    ConsumerStatus status,
    IOptions<KafkaOptions> options,
    TimeProvider clock,
    ILogger<DeliveryRunner> logger)
{
    /// <summary>
    /// A bug in the way is not the broker's to repeat for ever: the job is stored, and the relay brings it back.
    /// </summary>
    private const int MaxBugs = 5;

    private static readonly TimeSpan BaseDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    private readonly KafkaOptions options = options.Value;

    /// <param name="delivery">What was delivered.</param>
    /// <param name="givingUp">The process waits no longer for its work.</param>
    /// <returns>Whether the delivery may be acknowledged. Never throws.</returns>
    public async Task<bool> RunAsync(Delivery delivery, CancellationToken givingUp)
    {
        using var activity = Start(delivery);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await consumer.ConsumeAsync(
                    delivery.Value, activity?.Id ?? delivery.TraceParent, delivery.Origin, givingUp);
                if (result == RunResult.NothingToDo)
                {
                    telemetry.Redelivered(delivery.Topic);
                    status.Of(delivery.Topic).Redelivered();
                }

                return true;
            }
            catch (OperationCanceledException) when (givingUp.IsCancellationRequested)
            {
                return false;
            }
            catch (StoreUnavailableException error)
            {
                Log.Held(logger, delivery.Origin, error.Message);
                activity?.AddEvent(new ActivityEvent("held"));
            }
#pragma warning disable CA1031 // The poll thread and the other deliveries must outlive a bug in one.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Log.Failed(logger, delivery.Origin, attempt, error);
                if (attempt >= MaxBugs)
                {
                    activity?.SetStatus(ActivityStatusCode.Error, error.Message)
                        .SetTag("error.type", error.GetType().FullName);
                    return true;
                }
            }

            if (!await WaitAsync(attempt, delivery.Assignment.Ended, givingUp))
                return false;
        }
    }

    /// <returns>
    /// False when it is no longer worth trying: the partition is another worker's, or the process ends.
    /// </returns>
    private async Task<bool> WaitAsync(int attempt, Task revoked, CancellationToken givingUp)
    {
        var delay = Task.Delay(
            Backoff.Delay(attempt, BaseDelay, MaxDelay, Random.Shared.NextDouble()), clock, givingUp);
        return await Task.WhenAny(delay, revoked) == delay && delay.IsCompletedSuccessfully;
    }

    private Activity? Start(Delivery delivery)
    {
        ActivityContext.TryParse(delivery.TraceParent, null, isRemote: true, out var parent);
        var activity = KafkaTelemetry.Source.StartActivity($"process {delivery.Topic}", ActivityKind.Consumer, parent);
        if (activity is null)
            return null;

        KafkaTelemetry.Describe(activity, "process", "process", delivery.Topic);
        activity.SetTag("messaging.destination.partition.id", delivery.Ticket.Partition.Partition.Value.ToString());
        activity.SetTag("messaging.consumer.group.name", options.GroupOf(delivery.Topic));
        activity.SetTag("messaging.kafka.offset", delivery.Ticket.Offset);
        return activity;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Holding {Origin} until the store is back: {Reason}")]
        public static partial void Held(ILogger logger, string origin, string reason);

        [LoggerMessage(2, LogLevel.Error, "The work on {Origin} broke off, time {Attempt}")]
        public static partial void Failed(ILogger logger, string origin, int attempt, Exception error);
    }
}
