using Confluent.Kafka;
using Jobs;
using Microsoft.Extensions.Logging;

namespace Adapters.Kafka.Publishing;

/// <summary>
/// The producer of this process, replaced when it fails for good: after a fatal error, such as a gap in its sequence
/// numbers, a producer takes no message ever again. What it had not delivered stays unconfirmed, and the outbox relay
/// publishes it again (docs/adr/0019). Thread-safe.
/// </summary>
/// <remarks>
/// An old producer is disposed a while after it was replaced: calls that began before may still use it.
/// </remarks>
internal sealed partial class JobProducer : IDisposable
{
    /// <summary>Time for which a replaced producer is kept: longer than any call to it.</summary>
    private static readonly TimeSpan OldLife = TimeSpan.FromSeconds(10);

    /// <summary>Pause before a replacement, doubled by each one before it that delivered nothing.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly Func<IProducer<string, byte[]>> create;
    private readonly BrokerMonitor broker;
    private readonly DeliveryStatus deliveries;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Client> old = [];
    private Client current;
    private bool isReplacing;
    private int replacements;
    private int inVain;
    private volatile bool hasDelivered;

    public JobProducer(
        Func<IProducer<string, byte[]>> create, BrokerMonitor broker, DeliveryStatus deliveries, TimeProvider clock,
        ILogger<JobProducer> logger)
    {
        (this.create, this.broker, this.deliveries, this.clock, this.logger) =
            (create, broker, deliveries, clock, logger);
        current = Build();
        broker.Use(current.Admin);
        broker.Failed += OnFailed;
    }

    /// <summary>Raised when the producer has failed: messages without a report get none.</summary>
    public event Action? Abandoned;

    /// <summary>Number of producers that failed.</summary>
    public int Replacements => Volatile.Read(ref replacements);

    /// <summary>Produces a message; the report may come on another thread, or never if the producer fails.</summary>
    /// <exception cref="KafkaException">The message was not taken.</exception>
    public void Produce(
        string topic, Message<string, byte[]> message, Action<DeliveryReport<string, byte[]>>? report = null)
    {
        var producer = Volatile.Read(ref current).Producer;
        try
        {
            producer.Produce(topic, message, delivery =>
            {
                var isDelivered = delivery.Status == PersistenceStatus.Persisted;
                hasDelivered |= isDelivered;
                deliveries.Report(isDelivered, delivery.Error.Reason);
                report?.Invoke(delivery);
            });
        }
        catch (KafkaException error) when (error.Error.Code != ErrorCode.Local_QueueFull)
        {
            deliveries.Report(isDelivered: false, error.Error.Reason);
            if (error.Error.IsFatal || error.Error.Code is ErrorCode.Local_Fatal)
                OnFailed(producer, error.Error);
            throw;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (stopping.IsCancellationRequested)
                return;
            stopping.Cancel();
            broker.Failed -= OnFailed;
            old.Add(current);
        }

        foreach (var client in old)
            client.Dispose();
    }

    private void OnFailed(IProducer<string, byte[]> producer, Error error)
    {
        lock (gate)
        {
            if (isReplacing || producer != current.Producer || stopping.IsCancellationRequested)
                return;
            isReplacing = true;
            inVain = hasDelivered ? 0 : inVain + 1;
            hasDelivered = false;
            Interlocked.Increment(ref replacements);
        }

        Log.Failed(logger, error.Code, error.Reason);
        deliveries.Report(isDelivered: false, error.Reason);
        _ = ReplaceAsync();
    }

    private async Task ReplaceAsync()
    {
        // The error is reported on the thread of the producer itself.
        await Task.Delay(TimeSpan.Zero, clock).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Abandoned?.Invoke();
        try
        {
            await Task.Delay(FirstPause + Periodic.PauseAfter(inVain + 1, FirstPause), clock, stopping.Token);
            for (var failures = 1; !TryReplace(); failures++)
                await Task.Delay(FirstPause + Periodic.PauseAfter(failures, FirstPause), clock, stopping.Token);
            await Task.Delay(OldLife, clock, stopping.Token);
            DisposeOldest();
        }
        catch (OperationCanceledException)
        {
            // The process stops, and disposes all of them.
        }
    }

    private bool TryReplace()
    {
        try
        {
            var next = Build();
            lock (gate)
            {
                if (stopping.IsCancellationRequested)
                {
                    next.Dispose();
                    return true;
                }

                old.Add(current);
                Volatile.Write(ref current, next);
                isReplacing = false;
            }

            broker.Use(next.Admin);
            Log.Replaced(logger);
            return true;
        }
#pragma warning disable CA1031 // Without a producer nothing is published: try again after any failure.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.NotReplaced(logger, error);
            return false;
        }
    }

    private Client Build()
    {
        var producer = create();
        return new Client(producer, new DependentAdminClientBuilder(producer.Handle).Build());
    }

    private void DisposeOldest()
    {
        Client oldest;
        lock (gate)
        {
            if (stopping.IsCancellationRequested || old.Count == 0)
                return;
            oldest = old[0];
            old.RemoveAt(0);
        }

        oldest.Dispose();
    }

    /// <summary>A producer, and an admin client over its connections.</summary>
    private sealed record Client(IProducer<string, byte[]> Producer, IAdminClient Admin) : IDisposable
    {
        public void Dispose()
        {
            Admin.Dispose();
            Producer.Dispose();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error,
            "The producer failed for good and is replaced; unconfirmed messages are published again: {Code}: {Reason}")]
        public static partial void Failed(ILogger logger, ErrorCode code, string reason);

        [LoggerMessage(2, LogLevel.Information, "A new producer replaces the one that failed")]
        public static partial void Replaced(ILogger logger);

        [LoggerMessage(3, LogLevel.Error, "A new producer could not be built; another try follows")]
        public static partial void NotReplaced(ILogger logger, Exception error);
    }
}
