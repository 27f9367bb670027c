namespace Jobs.Stores;

/// <summary>
/// The store could not be reached, or was busy for too long. The message is one sentence that says what to do.
/// </summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException() { }

    public StoreUnavailableException(string message) : base(message) { }

    public StoreUnavailableException(string message, Exception innerException) : base(message, innerException) { }
}
