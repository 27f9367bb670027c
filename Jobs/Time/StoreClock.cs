using Jobs.Stores;

namespace Jobs.Time;

/// <summary>
/// Tells the time of the store in this process: for leases, due times, and everything else that two processes compare,
/// because the clocks of their machines may differ. Adds monotonic time to the best reading, so that a local clock that
/// is set does not matter. Thread-safe.
/// </summary>
/// <param name="store">The clock of the store; null for a store on this machine, whose clock it then is.</param>
/// <param name="clock">The clock of this process.</param>
public sealed class StoreClock(IStoreTime? store, TimeProvider clock)
{
    /// <summary>Bounds how far two monotonic clocks drift apart: 500 ppm, ten times what hardware does.</summary>
    private const double Drift = 0.0005;

    /// <summary>Error of a reading without a round trip: the resolution of clocks, and their slewing.</summary>
    private static readonly TimeSpan LeastError = TimeSpan.FromMilliseconds(10);

    private readonly Lock gate = new();
    private volatile Reading? latest;

    /// <summary>Returns the time of the store.</summary>
    /// <exception cref="StoreUnavailableException">The store has not told its time yet.</exception>
    public DateTimeOffset Now => Current.TimeAt(clock);

    /// <summary>Returns the bound by which <see cref="Now"/> may be wrong.</summary>
    public TimeSpan Error => Current.ErrorAt(clock);

    /// <summary>Returns the time of the store, and asks for it first if it is not known yet.</summary>
    public ValueTask<DateTimeOffset> NowAsync(CancellationToken cancellationToken) =>
        latest is null ? ReadAsync(cancellationToken) : new ValueTask<DateTimeOffset>(Now);

    /// <summary>Asks the store for its time.</summary>
    /// <returns>The time of the store after the answer.</returns>
    public async ValueTask<DateTimeOffset> ReadAsync(CancellationToken cancellationToken)
    {
        if (store is null)
            return ReadHere();

        var sent = clock.GetTimestamp();
        var time = await store.ReadAsync(cancellationToken);
        var received = clock.GetTimestamp();

        // The store read its clock at some time between the call and its answer.
        var half = clock.GetElapsedTime(sent, received) / 2;
        return Take(new Reading(time + half, received, half + LeastError));
    }

    private Reading Current
    {
        get
        {
            if (latest is null && store is null)
                ReadHere();
            return latest
                ?? throw new StoreUnavailableException("The store has not answered yet: check that it runs.");
        }
    }

    private DateTimeOffset ReadHere() => Take(new Reading(clock.GetUtcNow(), clock.GetTimestamp(), LeastError));

    /// <summary>
    /// Takes a reading that is better than the present one, which ages, or that contradicts it: the clock of the store
    /// was set, or another server tells the time now. Drops other readings: their answers were slow.
    /// </summary>
    private DateTimeOffset Take(Reading reading)
    {
        lock (gate)
        {
            if (latest is not { } present
                || reading.Error <= present.ErrorAt(clock)
                || (reading.TimeAt(clock) - present.TimeAt(clock)).Duration() > reading.Error + present.ErrorAt(clock))
            {
                latest = reading;
            }

            return latest.TimeAt(clock);
        }
    }

    /// <param name="Time">The time of the store.</param>
    /// <param name="At">The timestamp of this process at that time.</param>
    /// <param name="Error">The bound of the error.</param>
    private sealed record Reading(DateTimeOffset Time, long At, TimeSpan Error)
    {
        public DateTimeOffset TimeAt(TimeProvider clock) => Time + clock.GetElapsedTime(At);

        public TimeSpan ErrorAt(TimeProvider clock) => Error + clock.GetElapsedTime(At) * Drift;
    }
}
