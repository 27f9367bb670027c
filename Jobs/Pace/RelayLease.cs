using System.Globalization;
using Jobs.Stores;

namespace Jobs.Pace;

/// <summary>The right of one process to release waiting jobs, kept as a record of the store.</summary>
internal sealed class RelayLease(IRecordStore records, TimeProvider clock)
{
    private const string Name = "relay";

    /// <summary>Time until another process takes over from one that died.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(5);

    private readonly string owner = Guid.NewGuid().ToString("N");
    private long heldSince;

    /// <summary>Takes the lease, or extends it when half of its life is over.</summary>
    /// <returns>False while another process holds it.</returns>
    public async ValueTask<bool> TryHoldAsync(CancellationToken cancellationToken)
    {
        if (heldSince != 0 && clock.GetElapsedTime(heldSince) < Life / 2)
            return true;

        // The life starts in the store, which is later.
        var asked = clock.GetTimestamp();
        var isHeld = await records.ChangeAsync(
            Name,
            (record, now) => record is not null && EndOf(record) > now
                && !record.StartsWith(owner, StringComparison.Ordinal)
                ? (record, false)
                : (string.Create(CultureInfo.InvariantCulture, $"{owner} {(now + Life).UtcTicks}"), true),
            cancellationToken);
        heldSince = !isHeld ? 0 : asked == 0 ? 1 : asked;
        return isHeld;
    }

    /// <summary>Ends the lease if this process holds it.</summary>
    public async ValueTask LeaveAsync(CancellationToken cancellationToken)
    {
        heldSince = 0;
        await records.ChangeAsync(
            Name,
            (record, _) => record?.StartsWith(owner, StringComparison.Ordinal) == true
                ? (null, true)
                : (record, false),
            cancellationToken);
    }

    private static DateTimeOffset EndOf(string record) => new(
        long.Parse(record.AsSpan(record.IndexOf(' ', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture),
        TimeSpan.Zero);
}
