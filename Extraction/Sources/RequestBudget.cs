namespace Extraction.Sources;

/// <summary>How many requests a minute a source may make. Safe for several threads.</summary>
public sealed class RequestBudget
{
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly TokenBucket bucket;

    public RequestBudget(int requestsPerMinute, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requestsPerMinute, 1);
        ArgumentNullException.ThrowIfNull(clock);
        this.clock = clock;
        RequestsPerMinute = requestsPerMinute;
        bucket = new TokenBucket(requestsPerMinute, clock.GetUtcNow());
    }

    public int RequestsPerMinute { get; }

    /// <summary>Whole requests that may be made now.</summary>
    public int Left
    {
        get
        {
            lock (gate)
                return Math.Max(0, (int)bucket.Level(clock.GetUtcNow()));
        }
    }

    /// <summary>Takes one request, if there is one.</summary>
    public bool TryTake()
    {
        lock (gate)
            return bucket.TryTake(clock.GetUtcNow());
    }

    /// <summary>
    /// Counts requests beyond the one taken (a source that asks several times for one video, or repeats); a negative
    /// number gives back (several videos in one request).
    /// </summary>
    public void Charge(int requests)
    {
        lock (gate)
            bucket.Charge(clock.GetUtcNow(), requests);
    }

    /// <summary>When one who finds no request left could come back.</summary>
    /// <param name="notBefore">The source is not to be asked before this, in any case.</param>
    public TimeSpan NextTurn(TimeSpan notBefore = default)
    {
        lock (gate)
            return bucket.NextTurn(clock.GetUtcNow(), notBefore);
    }

    /// <summary>The same, and the next to ask is told a later turn.</summary>
    public TimeSpan TakeTurn(TimeSpan notBefore = default)
    {
        lock (gate)
            return bucket.TakeTurn(clock.GetUtcNow(), notBefore);
    }
}
