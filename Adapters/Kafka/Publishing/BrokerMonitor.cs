using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adapters.Kafka.Publishing;

/// <summary>
/// Knows whether the brokers are reachable. The producer's thread tells when all are gone; from then on this asks
/// until one answers, so that nobody waits for a broker that is known to be away.
/// </summary>
internal sealed partial class BrokerMonitor(TimeProvider clock, ILogger<BrokerMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim wentAway = new(0, 1);
    private int away;
    private IAdminClient? admin;

    public bool IsAway => Volatile.Read(ref away) == 1;

    /// <summary>Called when the brokers are found to be away, on the thread that found out.</summary>
    public event Action? WentAway;

    /// <summary>The client whose connections are used to ask.</summary>
    public void Use(Handle handle) => admin = new DependentAdminClientBuilder(handle).Build();

    public void OnError(Error error)
    {
        if (error.Code != ErrorCode.Local_AllBrokersDown || Interlocked.Exchange(ref away, 1) == 1)
            return;

        Log.WentAway(logger, error.Reason);
        WentAway?.Invoke();
        wentAway.Release();
    }

    /// <summary>Asks a broker for what it knows; blocks for two seconds at the most.</summary>
    /// <returns>How many brokers there are; 0 when none answers.</returns>
    public int Ask()
    {
        try
        {
            return admin?.GetMetadata(AnswerWithin).Brokers.Count ?? 0;
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
            await wentAway.WaitAsync(stoppingToken);
            while (await Task.Run(Ask, stoppingToken) == 0)
                await Task.Delay(AskEvery, clock, stoppingToken);

            Volatile.Write(ref away, 0);
            Log.CameBack(logger);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        // The container disposes a service that is also a hosted service twice.
        Interlocked.Exchange(ref admin, null)?.Dispose();
        wentAway.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "No broker is reachable; jobs are accepted, and wait in the store: {Reason}")]
        public static partial void WentAway(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "A broker is reachable again")]
        public static partial void CameBack(ILogger logger);
    }
}
