using Extraction.Links;

namespace Extraction.Sources;

/// <summary>Something that knows about videos: one link of the chain.</summary>
public interface IVideoSource
{
    /// <summary>Stable name, in configuration and on documents: one of <see cref="SourceNames"/>.</summary>
    string Name { get; }

    /// <summary>
    /// The requests it may make. The chain takes one before each <see cref="GetAsync"/>; the source charges what it
    /// uses beyond that one, or gives back what it did not use.
    /// </summary>
    RequestBudget Budget { get; }

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
