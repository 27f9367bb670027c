namespace Tables;

/// <summary>
/// Rejects a file. The message is one sentence for the person who sent it, and says what to do.
/// </summary>
public sealed class BadSpreadsheetException : Exception
{
    public BadSpreadsheetException() { }

    public BadSpreadsheetException(string message) : base(message) { }

    public BadSpreadsheetException(string message, Exception innerException) : base(message, innerException) { }
}
