using Extraction.Links;
using Extraction.Sources;

namespace Extraction.Media;

/// <summary>Represents a source that also provides audio and video.</summary>
public interface IMediaSource : IVideoSource
{
    /// <summary>
    /// Asks for the streams that can be downloaded now, once. Errors of the source are answers; only cancellation is
    /// thrown.
    /// </summary>
    Task<SourceAnswer<MediaManifest>> GetMediaAsync(VideoId id, CancellationToken cancellationToken);
}

/// <summary>Lists the parts of a video that can be downloaded, at addresses that are valid for some hours.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Streams">Audio and video streams, combined or separate.</param>
/// <param name="Captions">Caption tracks.</param>
/// <param name="Thumbnails">Addresses of thumbnails, best first.</param>
public sealed record MediaManifest(
    string Source,
    IReadOnlyList<MediaStream> Streams,
    IReadOnlyList<CaptionSource> Captions,
    IReadOnlyList<Uri> Thumbnails) : ISourceValue<MediaManifest>
{
    private const int MaxItems = 1_000;

    /// <summary>More than any stream has; two such lengths still have a sum.</summary>
    private const long MaxSize = 1L << 50;

    public MediaManifest Cleaned() => new(
        Source,
        [.. Streams.Take(MaxItems).Where(IsUsable)],
        [.. Captions.Take(MaxItems).Where(track => LanguageTag.IsValid(track.Language))],
        [.. Thumbnails.Take(MaxItems)]);

    private static bool IsUsable(MediaStream stream) => MediaContainer.IsKnown(stream.Container)
        && stream.Size is null or (> 0 and <= MaxSize)
        && (stream.Language is null || LanguageTag.IsValid(stream.Language));
}

/// <summary>Represents a caption track that can be downloaded.</summary>
/// <param name="Language">Language of the track (BCP 47).</param>
/// <param name="IsAutomatic">True when speech recognition wrote it.</param>
/// <param name="Url">Address of the timed text; the parameter <c>fmt</c> selects its format.</param>
public sealed record CaptionSource(string Language, bool IsAutomatic, Uri Url);
