using System.Diagnostics;
using Jobs;
using Jobs.Failures;
using Jobs.Running;
using Jobs.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka.Consuming;

/// <summary>
/// Processes one delivery in its trace: <see cref="JobConsumer"/> deserializes it, runs its job, and stores a message
/// that cannot be read as a dead letter. Keeps the delivery while the store is unavailable.
/// </summary>
internal sealed partial class MessageProcessor(
    JobConsumer consumer,
    KafkaTelemetry telemetry,
    ConsumerStatus status,
    IOptions<KafkaOptions> options,
    TimeProvider clock,
    RandomSource random,
    ILogger<MessageProcessor> logger)
{
    /// <summary>
    /// The broker does not repeat a bug forever: the job is stored, and the outbox relay publishes it again.
    /// </summary>
    private const int MaxBugs = 5;

    private static readonly TimeSpan BaseDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    private readonly KafkaOptions options = options.Value;

    /// <param name="delivery">The delivery.</param>
    /// <param name="abandoning">Canceled when the process no longer waits for its work.</param>
    /// <returns>True if the delivery may be acknowledged. Never throws.</returns>
    public async Task<bool> ProcessAsync(Delivery delivery, CancellationToken abandoning)
    {
        using var activity = Start(delivery);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await consumer.ConsumeAsync(
                    delivery.Value, activity?.Id ?? delivery.TraceParent, delivery.Origin, abandoning);
                if (result == RunResult.NothingToDo)
                {
                    telemetry.Redelivered(delivery.Topic);
                    status.Of(delivery.Topic).ReportRedelivery();
                }

                return true;
            }
            catch (OperationCanceledException) when (abandoning.IsCancellationRequested)
            {
                return false;
            }
            catch (StoreUnavailableException error)
            {
                Log.Held(logger, delivery.Origin, error.Message);
                activity?.AddEvent(new ActivityEvent("held"));
            }
#pragma warning disable CA1031 // The poll thread and the other deliveries must survive a bug in one.
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

            if (!await WaitAsync(attempt, delivery.Assignment.WaitForEndAsync(), abandoning))
                return false;
        }
    }

    /// <returns>False if another attempt is pointless: the partition is revoked, or the process ends.</returns>
    private async Task<bool> WaitAsync(int attempt, Task revoked, CancellationToken abandoning)
    {
        try
        {
            await revoked.WaitAsync(
                Backoff.Delay(attempt, BaseDelay, MaxDelay, random.NextDouble()), clock, abandoning);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
        catch (OperationCanceledException) when (abandoning.IsCancellationRequested)
        {
            return false;
        }
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
        [LoggerMessage(1, LogLevel.Warning, "Holding {Origin} until the store responds: {Reason}")]
        public static partial void Held(ILogger logger, string origin, string reason);

        [LoggerMessage(2, LogLevel.Error, "Processing {Origin} failed, attempt {Attempt}")]
        public static partial void Failed(ILogger logger, string origin, int attempt, Exception error);
    }
}
