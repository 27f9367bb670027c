using System.Text.Json.Serialization;

namespace StandIn.Settings;

/// <summary>Faults in the bytes of streams. None by default.</summary>
internal sealed record MediaFaults
{
    /// <summary>Bytes of a response after which the connection is reset.</summary>
    public long? CutAfter { get; init; }

    /// <summary>Bytes after which a response stops while the connection stays open.</summary>
    public long? StallAfter { get; init; }

    /// <summary>
    /// Bytes of a stream after which requests get 403 until the player endpoint is asked for the video again, as an
    /// expired address behaves.
    /// </summary>
    public long? ForbiddenAfter { get; init; }

    /// <summary>The file is so much longer (negative: shorter) than the player answer announced.</summary>
    public long WrongLengthBy { get; init; }

    /// <summary>Maximum number of times that a stream is cut or stalled. No maximum by default.</summary>
    public int? Times { get; init; }

    /// <summary>The speed of each response, as a throttled stream has it. Unbounded by default.</summary>
    public long? BytesPerSecond { get; init; }

    [JsonIgnore]
    public bool IsValid =>
        CutAfter is not < 0 && StallAfter is not < 0 && ForbiddenAfter is not < 0 && Times is not < 0
            && BytesPerSecond is not < 1;
}
