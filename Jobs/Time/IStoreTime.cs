using Jobs.Stores;

namespace Jobs.Time;

/// <summary>Reads the clock of the store, by which all processes judge what others do.</summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IStoreTime
{
    ValueTask<DateTimeOffset> ReadAsync(CancellationToken cancellationToken);
}
