using Extraction.Artifacts;

namespace Extraction.Media;

/// <summary>
/// Names the files of a video after the request, so that an identical request finds the existing file. The part that
/// depends on the streams, the extension of an original, comes last.
/// </summary>
public static class MediaNames
{
    /// <summary>Returns <c>audio</c>, <c>audio-128k</c>, or <c>audio-original</c>.</summary>
    public static string Stem(AudioRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var name = request.Format == AudioFormat.Original ? "audio-original" : "audio";
        return request.BitrateKbps is { } bitrate ? $"{name}-{bitrate}k" : name;
    }

    /// <summary>
    /// Returns <c>video</c>, <c>video-720p</c>, <c>video-720p30</c>, or <c>video-original</c>.
    /// </summary>
    public static string Stem(VideoRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var name = request.Format == VideoFormat.Original ? "video-original" : "video";
        return (request.MaxHeight, request.MaxFps) switch
        {
            (null, null) => name,
            (null, { } fps) => $"{name}-{fps}fps",
            ({ } height, var fps) => $"{name}-{height}p{fps}",
        };
    }

    /// <summary>Checks whether an artifact has this stem, with any extension.</summary>
    public static bool IsOf(string stem, string name)
    {
        ArgumentNullException.ThrowIfNull(stem);
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > stem.Length && name[stem.Length] == '.'
            && name.StartsWith(stem, StringComparison.Ordinal)
            && name.IndexOf('.', stem.Length + 1) < 0;
    }

    /// <summary>Joins a stem and an extension.</summary>
    public static ArtifactName Name(string stem, string extension) => ArtifactName.Parse($"{stem}.{extension}");

    /// <summary>
    /// Returns <c>captions.en.srt</c>, or <c>captions.en.auto.srt</c> for automatic captions.
    /// </summary>
    public static ArtifactName Captions(string language, bool automatic, CaptionFormat format)
    {
        var extension = format switch
        {
            CaptionFormat.Srt => "srt",
            CaptionFormat.Vtt => "vtt",
            CaptionFormat.Txt => "txt",
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown format."),
        };
        return ArtifactName.Parse($"captions.{language}{(automatic ? ".auto" : "")}.{extension}");
    }

    /// <summary>The name of a JPEG thumbnail.</summary>
    public static ArtifactName Thumbnail { get; } = ArtifactName.Parse("thumbnail.jpg");

    /// <summary>Returns the media type for an extension.</summary>
    public static string ContentType(string extension, bool hasVideo) => extension switch
    {
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "opus" => "audio/ogg",
        "mka" => "audio/x-matroska",
        "mp4" => "video/mp4",
        "webm" => hasVideo ? "video/webm" : "audio/webm",
        "mkv" => "video/x-matroska",
        "srt" => "application/x-subrip; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "jpg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        _ => "application/octet-stream",
    };
}
