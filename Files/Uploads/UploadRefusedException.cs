namespace Files.Uploads;

/// <summary>Rejects an upload.</summary>
/// <param name="refusal">Kind of the reason.</param>
/// <param name="message">One sentence that says what to do.</param>
public sealed class UploadRefusedException(UploadRefusal refusal, string message) : Exception(message)
{
    public UploadRefusal Refusal => refusal;
}

/// <summary>Specifies why an upload is rejected.</summary>
public enum UploadRefusal
{
    /// <summary>The upload is truncated or malformed.</summary>
    Malformed,

    /// <summary>The upload exceeds a limit.</summary>
    TooLarge,

    /// <summary>The file is complete, but its contents cannot be processed.</summary>
    Unusable,
}
