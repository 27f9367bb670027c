namespace Extraction.Sources;

/// <summary>Limits the requests per minute of one source. Thread-safe.</summary>
public sealed class RequestBudget
{
    /// <summary>Resolution of the system's timers.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly TokenBucket bucket;

    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    public RequestBudget(int requestsPerMinute, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requestsPerMinute, 1);
        ArgumentNullException.ThrowIfNull(clock);
        this.clock = clock;
        RequestsPerMinute = requestsPerMinute;
        bucket = new TokenBucket(requestsPerMinute, clock.GetUtcNow());
    }

    public int RequestsPerMinute { get; }

    /// <summary>Jobs that one request serves, for a source that answers for many at once.</summary>
    public int JobsPerRequest { get; init; } = 1;

    /// <summary>Whole requests that are available now.</summary>
    public int Left
    {
        get
        {
            lock (gate)
                return Math.Max(0, (int)bucket.Level(clock.GetUtcNow()));
        }
    }

    /// <summary>Takes one request if one is available.</summary>
    public bool TryTake()
    {
        lock (gate)
            return bucket.TryTake(clock.GetUtcNow());
    }

    /// <summary>Takes one request, and waits up to a time for its turn.</summary>
    public async ValueTask<bool> TakeAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var left = patience; !TryTake();)
        {
            var wait = Wait();
            if (wait > left)
                return false;
            await Task.Delay(wait > Shortest ? wait : Shortest, clock, cancellationToken);
            left -= wait;
        }

        return true;
    }

    /// <summary>
    /// Charges requests beyond the one taken, such as repeats or several requests for one video. A negative number
    /// returns requests, such as those of several videos that share one request.
    /// </summary>
    public void Charge(int requests)
    {
        lock (gate)
            bucket.Charge(clock.GetUtcNow(), requests);
    }

    /// <summary>Returns the wait until the next request is available, without reserving it.</summary>
    /// <param name="notBefore">The minimum wait, for example that of an open circuit.</param>
    public TimeSpan NextTurn(TimeSpan notBefore = default)
    {
        lock (gate)
            return bucket.NextTurn(clock.GetUtcNow(), notBefore);
    }

    /// <summary>Returns the same wait and reserves the turn, so that the next caller gets a later one.</summary>
    /// <param name="notBefore">The minimum wait, for example that of an open circuit.</param>
    public TimeSpan TakeTurn(TimeSpan notBefore = default)
    {
        lock (gate)
            return bucket.TakeTurn(clock.GetUtcNow(), notBefore, JobsPerRequest);
    }

    private TimeSpan Wait()
    {
        lock (gate)
            return bucket.Wait(clock.GetUtcNow());
    }
}
