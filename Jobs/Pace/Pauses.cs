using System.Text.Json;
using Jobs.Stores;

namespace Jobs.Pace;

/// <summary>The pauses that operators set, kept in the store over restarts. Thread-safe.</summary>
public sealed class Pauses(IRecordStore? records, TimeProvider clock)
{
    private const string Name = "pauses";

    /// <summary>Age at which a reading is repeated: a pause holds everywhere within that time.</summary>
    private static readonly TimeSpan ReadingLife = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private PauseSet latest = PauseSet.None;
    private long readAt;

    /// <summary>Reads the pauses, at most a second old.</summary>
    public async ValueTask<PauseSet> ReadAsync(CancellationToken cancellationToken)
    {
        if (records is null)
            return PauseSet.None;
        lock (gate)
        {
            if (readAt != 0 && clock.GetElapsedTime(readAt) < ReadingLife)
                return latest;
        }

        var (found, _) = await records.ReadAsync(Name, cancellationToken);
        return Keep(Parse(found.GetValueOrDefault(Name)));
    }

    /// <summary>Changes the pauses.</summary>
    /// <returns>The pauses after the change.</returns>
    public async ValueTask<PauseSet> ChangeAsync(
        Func<PauseSet, PauseSet> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (records is null)
            throw new InvalidOperationException("Pauses need a store of records.");
        return Keep(await records.ChangeAsync(
            Name,
            (record, _) =>
            {
                var after = change(Parse(record));
                return (JsonSerializer.Serialize(after, PaceJson.Default.PauseSet), after);
            },
            cancellationToken));
    }

    private static PauseSet Parse(string? record) =>
        record is null ? PauseSet.None : JsonSerializer.Deserialize(record, PaceJson.Default.PauseSet)!;

    private PauseSet Keep(PauseSet read)
    {
        lock (gate)
            (latest, readAt) = (read, clock.GetTimestamp());
        return read;
    }
}
