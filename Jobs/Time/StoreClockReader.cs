using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Time;

/// <summary>Reads the clock of the store before the other services start, and then at an interval.</summary>
internal sealed partial class StoreClockReader(
    StoreClock storeClock, IOptions<JobsOptions> options, TimeProvider clock,
    ILogger<StoreClockReader> logger) : BackgroundService, IHostedLifecycleService
{
    /// <summary>Bounds the wait of a start for a store that does not answer.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(5);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(StartLimit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await storeClock.ReadAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Unknown(logger);
        }
#pragma warning disable CA1031 // The loop tries again: a process starts without its store.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.Unknown(logger);
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Periodic.RunAsync(
        "The clock of the store", options.Value.LeaseRenewal / 2, clock,
        async token => await storeClock.ReadAsync(token), logger, stoppingToken, LogLevel.Information);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "The store did not tell its time at the start; requests fail until it does")]
        public static partial void Unknown(ILogger logger);
    }
}
