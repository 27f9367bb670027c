using Jobs.Stores;
using Jobs.Time;

namespace Tests.Support;

/// <summary>The clock of a store's server, as a test sets it.</summary>
internal sealed class ServerTime(TimeProvider clock) : IStoreTime
{
    public bool IsAway { get; set; }

    public ValueTask<DateTimeOffset> ReadAsync(CancellationToken cancellationToken) => IsAway
        ? throw new StoreUnavailableException("The store is unavailable: wait.")
        : ValueTask.FromResult(clock.GetUtcNow());
}
