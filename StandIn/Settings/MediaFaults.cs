using System.Text.Json.Serialization;

namespace StandIn.Settings;

/// <summary>What goes wrong with the bytes of streams. Nothing by default.</summary>
internal sealed record MediaFaults
{
    /// <summary>The connection is reset after so many bytes of a response.</summary>
    public long? CutAfter { get; init; }

    /// <summary>A response stops after so many bytes, and the connection stays open.</summary>
    public long? StallAfter { get; init; }

    /// <summary>
    /// 403 once so many bytes of a stream were sent, until the player endpoint is asked for the video again: how an
    /// address behaves that has expired.
    /// </summary>
    public long? ForbiddenAfter { get; init; }

    /// <summary>The file is so much longer (negative: shorter) than the player answer announced.</summary>
    public long WrongLengthBy { get; init; }

    /// <summary>How often a stream is cut or stalled before it is left alone. Without end by default.</summary>
    public int? Times { get; init; }

    /// <summary>The speed of each response, as a throttled stream has it. Unbounded by default.</summary>
    public long? BytesPerSecond { get; init; }

    [JsonIgnore]
    public bool IsValid =>
        CutAfter is not < 0 && StallAfter is not < 0 && ForbiddenAfter is not < 0 && Times is not < 0
            && BytesPerSecond is not < 1;
}
