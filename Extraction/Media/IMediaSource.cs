using Extraction.Links;
using Extraction.Sources;

namespace Extraction.Media;

/// <summary>A source that has the sound and the picture too.</summary>
public interface IMediaSource : IVideoSource
{
    /// <summary>
    /// Asks once for what can be downloaded now. What the source answers is a result; only cancellation is thrown.
    /// </summary>
    Task<MediaResult> GetMediaAsync(VideoId id, CancellationToken cancellationToken);
}

/// <summary>What can be downloaded of a video, with addresses that hold for some hours.</summary>
/// <param name="Source">Name of the source that says so.</param>
/// <param name="Streams">Sound and picture, together or apart.</param>
/// <param name="Captions">Tracks of timed text.</param>
/// <param name="Thumbnails">Best first.</param>
public sealed record MediaManifest(
    string Source, IReadOnlyList<MediaStream> Streams, IReadOnlyList<CaptionSource> Captions, IReadOnlyList<Uri> Thumbnails);

/// <param name="Language">BCP 47.</param>
/// <param name="IsAutomatic">Whether a machine wrote it.</param>
/// <param name="Url">Gives timed text; its format is asked for with the parameter <c>fmt</c>.</param>
public sealed record CaptionSource(string Language, bool IsAutomatic, Uri Url);

/// <summary>What a source answered: closed, so that a switch over it is complete.</summary>
public abstract record MediaResult
{
    private MediaResult() { }

    public sealed record Found(MediaManifest Manifest) : MediaResult;

    public sealed record Failed(SourceResult.Failed Why) : MediaResult;
}
