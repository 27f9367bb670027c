namespace Files.Uploads;

/// <summary>Rejects an upload. The message is one sentence that says what to do.</summary>
public sealed class UploadRefusedException : Exception
{
    public UploadRefusedException() { }

    public UploadRefusedException(string message) : base(message) { }

    public UploadRefusedException(string message, Exception innerException) : base(message, innerException) { }

    public UploadRefusedException(UploadRefusal refusal, string message) : base(message) => Refusal = refusal;

    public UploadRefusal Refusal { get; }
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

    /// <summary>Too many files are waiting; a later one is accepted.</summary>
    Busy,
}
