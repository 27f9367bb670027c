namespace StandIn.Faults;

/// <summary>Limits requests a minute, counted from the first one; a lock guards the state.</summary>
internal sealed class MinuteLimit(TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long began = time.GetTimestamp();
    private int taken;

    /// <returns>Zero when the request may pass, else how long until the next minute begins.</returns>
    public TimeSpan Take(int requestsPerMinute)
    {
        lock (gate)
        {
            var elapsed = time.GetElapsedTime(began);
            if (elapsed >= Minute || taken == 0)
            {
                began = time.GetTimestamp();
                taken = 0;
                elapsed = TimeSpan.Zero;
            }

            if (taken >= requestsPerMinute)
                return Minute - elapsed;
            taken++;
            return TimeSpan.Zero;
        }
    }
}
