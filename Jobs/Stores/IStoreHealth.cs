namespace Jobs.Stores;

/// <summary>Checks the store for health endpoints.</summary>
public interface IStoreHealth
{
    /// <summary>Checks that the store answers.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached in time.</exception>
    ValueTask PingAsync(CancellationToken cancellationToken);
}
