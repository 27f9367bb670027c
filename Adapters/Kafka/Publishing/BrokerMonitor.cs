using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adapters.Kafka.Publishing;

/// <summary>
/// Tracks whether the brokers are reachable. The producer's thread reports when all are down; from then on this polls
/// until one responds, so that no request waits for a broker that is known to be down.
/// </summary>
internal sealed partial class BrokerMonitor(TimeProvider clock, ILogger<BrokerMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PollTimeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim wentDown = new(0, 1);
    private int down;
    private IAdminClient? admin;

    public bool IsDown => Volatile.Read(ref down) == 1;

    /// <summary>Raised when the brokers go down, on the thread that detects it.</summary>
    public event Action? WentDown;

    /// <summary>Raised when a producer has failed for good, on the thread that detects it.</summary>
    public event Action<IProducer<string, byte[]>, Error>? Failed;

    /// <summary>Polls with this client, which its owner disposes.</summary>
    public void Use(IAdminClient client) => Volatile.Write(ref admin, client);

    public void OnError(IProducer<string, byte[]> producer, Error error)
    {
        if (error.IsFatal)
            Failed?.Invoke(producer, error);
        if (error.Code != ErrorCode.Local_AllBrokersDown || Interlocked.Exchange(ref down, 1) == 1)
            return;

        Log.WentDown(logger, error.Reason);
        WentDown?.Invoke();
        wentDown.Release();
    }

    /// <summary>Counts the brokers; blocks for up to two seconds.</summary>
    /// <returns>The number of brokers; 0 if none responds.</returns>
    public int CountBrokers()
    {
        try
        {
            return Volatile.Read(ref admin)?.GetMetadata(PollTimeout).Brokers.Count ?? 0;
        }
        catch (Exception error) when (error is KafkaException or ObjectDisposedException)
        {
            return 0;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await wentDown.WaitAsync(stoppingToken);
            while (await Task.Run(CountBrokers, stoppingToken) == 0)
                await Task.Delay(PollInterval, clock, stoppingToken);

            Volatile.Write(ref down, 0);
            Log.CameBack(logger);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        Volatile.Write(ref admin, null);
        wentDown.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "No broker is reachable; accepted jobs wait in the store: {Reason}")]
        public static partial void WentDown(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "A broker is reachable again")]
        public static partial void CameBack(ILogger logger);
    }
}
