using Extraction.Links;
using Extraction.Videos;

namespace Extraction.Sources;

/// <summary>Represents a source of video metadata: one slot of the chain.</summary>
public interface IVideoSource
{
    /// <summary>
    /// The name under which the source is registered (<see cref="VideoSourceRegistration"/>). Never renamed: documents
    /// store it.
    /// </summary>
    string Name { get; }

    /// <summary>
    /// The source's request budget. The chain takes one request before each question; the source charges requests
    /// beyond that one, and returns the ones it did not use.
    /// </summary>
    RequestBudget Budget { get; }

    /// <summary>
    /// True when the source itself takes a request of its budget before each call, because one call serves several
    /// questions. The chain then takes none, and a source without a request fails with
    /// <see cref="SourceFailureCodes.BudgetSpent"/>.
    /// </summary>
    bool TakesOwnBudget => false;

    /// <summary>
    /// Number of questions that wait for a free process of the source; 0 for a source without processes.
    /// </summary>
    int Busy => 0;

    /// <summary>Checks that the source can be used with this configuration and on this machine.</summary>
    ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Asks for a video, once. Errors of the source are answers; only cancellation is thrown. The source bounds its own
    /// time and memory.
    /// </summary>
    Task<SourceAnswer<Video>> GetAsync(VideoId id, CancellationToken cancellationToken);
}

/// <summary>Tells whether a source can be asked.</summary>
/// <param name="IsReady">True when it can be asked.</param>
/// <param name="Detail">The version when ready; otherwise one sentence that says what to do.</param>
public sealed record SourceReadiness(bool IsReady, string? Detail);
