namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>
/// Decides how long a call waits for more videos. Where many videos were in flight a moment ago, as many are expected
/// again, because the jobs that a call ends make room for the next ones. Has no clock of its own. Not thread-safe:
/// <see cref="VideoBatcher"/> owns it.
/// </summary>
internal sealed class BatchWindow(BatchLimits limits)
{
    private int inFlight;
    private int calls;
    private int peak;
    private DateTimeOffset peakAt = DateTimeOffset.MinValue;
    private DateTimeOffset changedAt = DateTimeOffset.MinValue;

    /// <summary>Notes a video that joins.</summary>
    public void Joined(DateTimeOffset now)
    {
        changedAt = now;
        if (++inFlight >= Peak(now))
            (peak, peakAt) = (inFlight, now);
    }

    /// <summary>Notes videos that have their answer, or that nobody waits for any more.</summary>
    public void Left(int videos) => inFlight -= videos;

    public void CallStarted() => calls++;

    public void CallEnded(DateTimeOffset now)
    {
        calls--;
        changedAt = now;
    }

    /// <summary>Checks whether as many videos wait as a call should have.</summary>
    public bool IsEnough(int waiting, DateTimeOffset now) =>
        waiting >= limits.MaxIds
        || Peak(now) is var most && (most < limits.Crowd || waiting >= most * limits.ExpectedShare);

    /// <summary>Returns the end of the wait of a call whose first video joined at <paramref name="since"/>.</summary>
    public DateTimeOffset End(DateTimeOffset since, int waiting, DateTimeOffset now)
    {
        if (waiting >= limits.MaxIds)
            return now;
        var alone = since + limits.Window;
        if (IsEnough(waiting, now))
            return alone;
        var longest = since + limits.MaxCrowdedWait;
        var crowded = calls > 0 || changedAt + limits.CrowdedWindow > longest
            ? longest
            : changedAt + limits.CrowdedWindow;
        return crowded > alone ? crowded : alone;
    }

    /// <summary>Returns the most videos that were in flight at once lately.</summary>
    private int Peak(DateTimeOffset now) => now - peakAt <= limits.PeakFor ? peak : inFlight;
}

/// <summary>Limits of <see cref="VideoBatcher"/>.</summary>
/// <param name="MaxIds">Videos in a call.</param>
/// <param name="Window">Time for which the first video of a call waits for others.</param>
/// <param name="CrowdedWindow">
/// The same while more videos are expected: since the last one came or a call ended.
/// </param>
/// <param name="Patience">Maximum wait for a request of the budget.</param>
internal sealed record BatchLimits(int MaxIds, TimeSpan Window, TimeSpan CrowdedWindow, TimeSpan Patience)
{
    /// <summary>Number of videos in flight from which more are expected; fewer are no backlog.</summary>
    public int Crowd { get; init; } = 10;

    /// <summary>Maximum wait while more videos are expected: most calls end sooner.</summary>
    public TimeSpan MaxCrowdedWait { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Time for which a peak counts.</summary>
    public TimeSpan PeakFor { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Share of the peak that is worth a call; waiting for the rest would delay it for little.</summary>
    public double ExpectedShare { get; init; } = 0.9;
}
