namespace Jobs.Starting;

/// <summary>
/// The host cannot start as it is configured. The message is one sentence that says what to do, and a host prints
/// nothing else.
/// </summary>
public sealed class CannotStartException : Exception
{
    public CannotStartException() { }

    public CannotStartException(string message) : base(message) { }

    public CannotStartException(string message, Exception innerException) : base(message, innerException) { }
}
