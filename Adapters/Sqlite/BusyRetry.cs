using System.Diagnostics;

namespace Adapters.Sqlite;

/// <summary>
/// Waits for a lock that another process holds: at first for less than a millisecond, later up to 10 ms, each pause at
/// random.
/// </summary>
internal static class BusyRetry
{
    private const int Yields = 4;
    private const double LongestPauseMilliseconds = 10;

    /// <summary>Repeats the attempt while the file is busy, up to the bound; blocks the thread.</summary>
    /// <exception cref="SqliteError">Busy beyond the bound, or something else is wrong.</exception>
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
