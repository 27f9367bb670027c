namespace Extraction.Media;

/// <summary>Represents a stream that can be downloaded. Its address expires within hours and is never stored.</summary>
public sealed record MediaStream
{
    /// <summary>YouTube's number for the format.</summary>
    public required int Itag { get; init; }

    /// <summary>Address of the stream.</summary>
    public required Uri Url { get; init; }

    /// <summary>Subtype of the MIME type: <c>mp4</c>, <c>webm</c>.</summary>
    public required string Container { get; init; }

    /// <summary>Codec as in RFC 6381; null without video.</summary>
    public string? VideoCodec { get; init; }

    /// <summary>Codec as in RFC 6381; null without audio.</summary>
    public string? AudioCodec { get; init; }

    /// <summary>Bits per second.</summary>
    public long Bitrate { get; init; }

    /// <summary>Length in bytes; null when the source does not say.</summary>
    public long? Size { get; init; }

    /// <summary>Height in pixels.</summary>
    public int? Height { get; init; }

    /// <summary>Frames per second.</summary>
    public double? Fps { get; init; }

    /// <summary>Language of the audio (BCP 47).</summary>
    public string? Language { get; init; }

    /// <summary>False for dubbed audio.</summary>
    public bool IsDefaultLanguage { get; init; } = true;

    public bool HasVideo => VideoCodec is not null;

    public bool HasAudio => AudioCodec is not null;
}
