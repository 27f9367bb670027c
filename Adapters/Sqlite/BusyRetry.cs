using System.Diagnostics;

namespace Adapters.Sqlite;

/// <summary>
/// Waits for a lock that another process holds: less than a millisecond at first, later up to 10 ms, with random
/// pauses.
/// </summary>
internal static class BusyRetry
{
    private const int Yields = 4;
    private const double LongestPauseMilliseconds = 10;

    /// <summary>Repeats an attempt while the file is busy, up to the bound; blocks the thread.</summary>
    /// <exception cref="SqliteError">The file was busy for too long, or another error occurred.</exception>
    public static void Try(Action attempt, TimeSpan bound)
    {
        var started = Stopwatch.GetTimestamp();
        for (var tries = 0; ; tries++)
        {
            try
            {
                attempt();
                return;
            }
            catch (SqliteError error) when (error.IsBusy && Stopwatch.GetElapsedTime(started) < bound)
            {
                Pause(tries);
            }
        }
    }

    public static void Pause(int tries)
    {
        if (tries < Yields)
        {
            Thread.Yield();
            return;
        }

        var longest = Math.Min(LongestPauseMilliseconds, Math.Pow(1.3, tries - Yields));
        Thread.Sleep(TimeSpan.FromMilliseconds(longest * (0.5 + Random.Shared.NextDouble() / 2)));
    }
}
