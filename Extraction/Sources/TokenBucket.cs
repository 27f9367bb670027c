namespace Extraction.Sources;

/// <summary>
/// Token bucket that holds one minute's worth of tokens and refills evenly. Has no clock of its own. Not thread-safe:
/// <see cref="RequestBudget"/> owns it.
/// </summary>
internal sealed class TokenBucket(int perMinute, DateTimeOffset start)
{
    private double level = perMinute;
    private DateTimeOffset at = start;
    private DateTimeOffset promised = start;
    private int sharing;

    private TimeSpan PerToken => TimeSpan.FromMinutes(1) / perMinute;

    /// <summary>Returns the available tokens; negative when more was used than was taken.</summary>
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

    /// <summary>Charges tokens that were used but not taken; a negative number returns unused ones.</summary>
    public void Charge(DateTimeOffset now, int tokens)
    {
        Refill(now);
        level = Math.Min(perMinute, level - tokens);
    }

    /// <summary>Returns the time until a token is available.</summary>
    public TimeSpan Wait(DateTimeOffset now)
    {
        Refill(now);
        return level >= 1 ? TimeSpan.Zero : PerToken * (1 - level);
    }

    /// <summary>
    /// Returns the wait of the next caller, at least <paramref name="notBefore"/>. Each caller gets a later turn than
    /// the one before; otherwise thousands would come back for one token.
    /// </summary>
    public TimeSpan NextTurn(DateTimeOffset now, TimeSpan notBefore) =>
        Max(promised - now, Max(Wait(now), notBefore));

    /// <summary>
    /// Reserves the turn that <see cref="NextTurn"/> returns. As many callers as one token serves share a turn.
    /// </summary>
    public TimeSpan TakeTurn(DateTimeOffset now, TimeSpan notBefore, int callersPerToken = 1)
    {
        var turn = NextTurn(now, notBefore);
        sharing = (sharing + 1) % callersPerToken;
        promised = now + turn + (sharing == 0 ? PerToken : TimeSpan.Zero);
        return turn;
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private void Refill(DateTimeOffset now)
    {
        // A clock that is set back neither adds nor removes tokens.
        if (now > at)
            level = Math.Min(perMinute, level + (now - at) / PerToken);
        at = now;
    }
}
