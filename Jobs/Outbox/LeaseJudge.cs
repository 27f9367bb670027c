using System.Globalization;
using Jobs.Stores;
using Jobs.Time;
using Microsoft.Extensions.Options;

namespace Jobs.Outbox;

/// <summary>
/// Decides when leases have ended. A worker that could not reach the store could not renew its leases, so they count
/// only after this process has written to the store for a whole lease without a gap: after an outage, renewals come
/// first. A store whose clock was set counts as an outage.
/// </summary>
public sealed class LeaseJudge(
    StoreClock storeClock, IOptions<JobsOptions> options, TimeProvider clock, IRecordStore? records = null)
{
    /// <summary>Record of the store that the probe writes: a store that only answers reads renews no lease.</summary>
    internal const string Probe = "probe";

    /// <summary>Least gap that counts: below it, a machine under load has gaps all the time.</summary>
    private static readonly TimeSpan LeastGap = TimeSpan.FromSeconds(1);

    /// <summary>Difference at which the clock of the store was set, rather than slewed.</summary>
    private static readonly TimeSpan MaxStep = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly TimeSpan lease = options.Value.Lease;
    private Contact? first;
    private Contact? last;

    /// <summary>Interval of <see cref="ProbeAsync"/>.</summary>
    public TimeSpan Interval => options.Value.LeaseRenewal / 2;

    /// <summary>
    /// An outage up to this leaves a worker time to renew a lease, however its turns fall.
    /// </summary>
    private TimeSpan MaxGap => new(Math.Max(LeastGap.Ticks, (lease - 2 * options.Value.LeaseRenewal).Ticks));

    /// <summary>Writes to the store, and notes that it worked.</summary>
    /// <exception cref="StoreUnavailableException">The store does not take writes: this is a gap.</exception>
    public async ValueTask ProbeAsync(CancellationToken cancellationToken)
    {
        var now = await storeClock.ReadAsync(cancellationToken);
        if (records is not null)
        {
            await records.ChangeAsync(
                Probe,
                (_, time) => (time.UtcTicks.ToString(CultureInfo.InvariantCulture), true),
                cancellationToken);
            now = storeClock.Now;
        }

        Note(now);
    }

    /// <summary>Returns the time at or before which leases have ended; null while none may be judged.</summary>
    public DateTimeOffset? LeasesEndedBy()
    {
        var now = storeClock.Now;
        lock (gate)
        {
            return first is { } start && last is { } end && !IsGap(end, now) && clock.GetElapsedTime(start.At) >= lease
                ? now - storeClock.Error
                : null;
        }
    }

    private void Note(DateTimeOffset now)
    {
        lock (gate)
        {
            var contact = new Contact(now, clock.GetTimestamp());
            if (last is not { } before || IsGap(before, now))
                first = contact;
            last = contact;
        }
    }

    private bool IsGap(Contact before, DateTimeOffset now)
    {
        var elapsed = clock.GetElapsedTime(before.At);
        return elapsed > MaxGap || (now - before.Time - elapsed).Duration() > MaxStep;
    }

    /// <param name="Time">The time of the store.</param>
    /// <param name="At">The timestamp of this process at that time.</param>
    private readonly record struct Contact(DateTimeOffset Time, long At);
}
