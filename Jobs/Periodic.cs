using Jobs.Stores;
using Microsoft.Extensions.Logging;

namespace Jobs;

/// <summary>Runs the loop of a service that takes a turn at a fixed interval.</summary>
public static partial class Periodic
{
    /// <summary>Bounds the pause after errors: an operator who has fixed their cause should not wait.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Takes a turn at once and then at every interval, until the host stops. A turn that fails is logged, and the next
    /// one tries again: the service outlives an unavailable store, and a bug. After errors other than an unavailable
    /// store, turns come later, within a bound.
    /// </summary>
    /// <param name="service">Name of the service, as the subject of a log message.</param>
    /// <param name="interval">Time between two turns.</param>
    /// <param name="clock">Clock of the interval.</param>
    /// <param name="turn">One turn.</param>
    /// <param name="logger">Logger of the service.</param>
    /// <param name="stoppingToken">Ends the loop.</param>
    /// <param name="unavailable">Level of a message about an unavailable store.</param>
    /// <exception cref="OperationCanceledException">The host stops.</exception>
    public static async Task RunAsync(
        string service,
        TimeSpan interval,
        TimeProvider clock,
        Func<CancellationToken, Task> turn,
        ILogger logger,
        CancellationToken stoppingToken,
        LogLevel unavailable = LogLevel.Warning)
    {
        using var timer = new PeriodicTimer(interval, clock);
        var failures = 0;
        do
        {
            failures = await TryAsync(service, turn, logger, stoppingToken, unavailable) ? 0 : failures + 1;
            if (failures > 0 && PauseAfter(failures, interval) is { Ticks: > 0 } pause)
                await Task.Delay(pause, clock, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Returns the pause after turns that failed one after the other, beyond the interval.</summary>
    public static TimeSpan PauseAfter(int failures, TimeSpan interval)
    {
        var pause = interval * ((1 << Math.Clamp(failures - 1, 0, 16)) - 1);
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>Takes one turn, and logs its failure.</summary>
    /// <returns>False after an error other than an unavailable store.</returns>
    /// <inheritdoc cref="RunAsync"/>
    public static async Task<bool> TryAsync(
        string service,
        Func<CancellationToken, Task> turn,
        ILogger logger,
        CancellationToken cancellationToken,
        LogLevel unavailable = LogLevel.Warning)
    {
        ArgumentNullException.ThrowIfNull(turn);
        try
        {
            await turn(cancellationToken);
            return true;
        }
        catch (StoreUnavailableException error)
        {
            Log.StoreUnavailable(logger, unavailable, service, error.Message);
            return true;
        }
#pragma warning disable CA1031 // A bug in one turn must not end a service that others depend on.
        catch (Exception error)
            when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.TurnFailed(logger, service, error);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Message = "{Service} waits for the store: {Reason}")]
        public static partial void StoreUnavailable(ILogger logger, LogLevel level, string service, string reason);

        [LoggerMessage(2, LogLevel.Error, "{Service} failed in one turn and continues with the next")]
        public static partial void TurnFailed(ILogger logger, string service, Exception error);
    }
}
