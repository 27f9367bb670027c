using Extraction.Links;

namespace Extraction.Sources;

/// <summary>Something that knows about videos: one link of the chain.</summary>
public interface IVideoSource
{
    /// <summary>Stable name, in configuration and on documents: <c>youtube-explode</c>, <c>yt-dlp</c>, <c>youtube-api</c>.</summary>
    string Name { get; }

    /// <summary>Whether it can be used as this process is configured and installed; a reason when not.</summary>
    ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Asks for a video once. What the source answers, errors too, is a result; only cancellation is thrown. The source
    /// bounds its own time and memory.
    /// </summary>
    Task<SourceResult> GetAsync(VideoId id, CancellationToken cancellationToken);
}

/// <param name="IsReady">Whether it can be asked.</param>
/// <param name="Detail">A version, or in one sentence why it cannot be asked.</param>
public sealed record SourceReadiness(bool IsReady, string? Detail);
