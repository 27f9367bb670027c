using Microsoft.Extensions.Logging;

namespace Adapters.Kafka;

/// <summary>Keeps a blocking poll loop running on its own thread.</summary>
internal static partial class ConsumerThread
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(2);

    /// <summary>Runs the loop until it is stopped, and restarts it after a failure.</summary>
    /// <param name="topic">The topic that the loop consumes.</param>
    /// <param name="loop">The loop, which returns when it is stopped.</param>
    /// <param name="clock">The clock of the delay before a restart.</param>
    /// <param name="logger">The log of failures.</param>
    /// <param name="stopping">Stops the loop.</param>
    public static async Task KeepRunningAsync(
        string topic, Action<CancellationToken> loop, TimeProvider clock, ILogger logger, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                // Its own thread: the poll loop blocks in the client's code for as long as the process lives.
                await Task.Factory.StartNew(
                    () => loop(stopping),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default);
            }
#pragma warning disable CA1031 // A process without its consumer does nothing: restart after any failure.
            catch (Exception error) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Restarting(logger, topic, RestartDelay.TotalSeconds, error);
                await Task.Delay(RestartDelay, clock, stopping)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(20, LogLevel.Error, "The consumer of {Topic} failed; restarting in {Seconds} s")]
    private static partial void Restarting(ILogger logger, string topic, double seconds, Exception error);
}
