namespace Jobs.Stores;

/// <summary>Keeps small named records that all processes share, such as budgets; each change is atomic.</summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IRecordStore
{
    /// <summary>Maximum length of a record: larger data has a place of its own.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Changes a record.</summary>
    /// <param name="name">Name of the record.</param>
    /// <param name="change">
    /// Returns the new record and an answer, from the present record, which is null if there is none, and the time of
    /// the store's clock. A null record removes it. May run more than once, so it has no effects.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The answer of the change that took effect.</returns>
    ValueTask<T> ChangeAsync<T>(
        string name, Func<string?, DateTimeOffset, (string? Record, T Answer)> change,
        CancellationToken cancellationToken);

    /// <summary>Reads all records whose name starts with a prefix, and the time of the store's clock.</summary>
    ValueTask<(IReadOnlyDictionary<string, string> Records, DateTimeOffset Now)> ReadAsync(
        string prefix, CancellationToken cancellationToken);
}
