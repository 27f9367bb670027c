namespace Extraction.Media;

/// <summary>A stream that can be downloaded now. Its address expires within hours and is never stored.</summary>
public sealed record MediaStream
{
    /// <summary>YouTube's number of the format.</summary>
    public required int Itag { get; init; }

    public required Uri Url { get; init; }

    /// <summary>As the MIME type's subtype says: <c>mp4</c>, <c>webm</c>.</summary>
    public required string Container { get; init; }

    /// <summary>As in RFC 6381; absent when there is no picture.</summary>
    public string? VideoCodec { get; init; }

    /// <summary>As in RFC 6381; absent when there is no sound.</summary>
    public string? AudioCodec { get; init; }

    /// <summary>Bits a second.</summary>
    public long Bitrate { get; init; }

    /// <summary>Bytes, where the source says.</summary>
    public long? Size { get; init; }

    /// <summary>Pixels.</summary>
    public int? Height { get; init; }

    public double? Fps { get; init; }

    /// <summary>BCP 47, of the sound.</summary>
    public string? Language { get; init; }

    /// <summary>Whether this is the sound the video was made with, where there are dubbed ones.</summary>
    public bool IsDefaultLanguage { get; init; } = true;

    public bool HasVideo => VideoCodec is not null;

    public bool HasAudio => AudioCodec is not null;
}
