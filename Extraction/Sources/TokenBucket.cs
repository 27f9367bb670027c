namespace Extraction.Sources;

/// <summary>
/// A token bucket: at most a minute's worth at once, refilled evenly. Knows no clock. Not safe for several threads:
/// <see cref="RequestBudget"/> owns it.
/// </summary>
internal sealed class TokenBucket(int perMinute, DateTimeOffset start)
{
    private double level = perMinute;
    private DateTimeOffset at = start;
    private DateTimeOffset promised = start;

    private TimeSpan PerToken => TimeSpan.FromMinutes(1) / perMinute;

    /// <summary>Tokens there are; below zero when more was used than was taken.</summary>
    public double Level(DateTimeOffset now)
    {
        Refill(now);
        return level;
    }

    public bool TryTake(DateTimeOffset now)
    {
        Refill(now);
        if (level < 1)
            return false;
        level--;
        return true;
    }

    /// <summary>Counts what was used beyond what was taken; what was not used after all is a negative number.</summary>
    public void Charge(DateTimeOffset now, int tokens)
    {
        Refill(now);
        level = Math.Min(perMinute, level - tokens);
    }

    /// <summary>How long until there is a token.</summary>
    public TimeSpan Wait(DateTimeOffset now)
    {
        Refill(now);
        return level >= 1 ? TimeSpan.Zero : PerToken * (1 - level);
    }

    /// <summary>
    /// When one who waits should come back, after a time for which there is nothing in any case. Each is given a later
    /// turn than the one before: told the same, thousands would come back for one token.
    /// </summary>
    public TimeSpan NextTurn(DateTimeOffset now, TimeSpan notBefore) =>
        Max(promised - now, Max(Wait(now), notBefore));

    /// <summary>Gives out the turn that <see cref="NextTurn"/> told.</summary>
    public TimeSpan TakeTurn(DateTimeOffset now, TimeSpan notBefore)
    {
        var turn = NextTurn(now, notBefore);
        promised = now + turn + PerToken;
        return turn;
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private void Refill(DateTimeOffset now)
    {
        // A clock that is set back gives nothing, and takes nothing away.
        if (now > at)
            level = Math.Min(perMinute, level + (now - at) / PerToken);
        at = now;
    }
}
