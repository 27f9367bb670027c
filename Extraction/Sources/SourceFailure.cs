using Jobs.Failures;

namespace Extraction.Sources;

/// <summary>Describes why a source could not answer.</summary>
/// <param name="Failure">The failure.</param>
/// <param name="IsFinal">
/// False when another source may still have the video. It matters for <see cref="FailureKind.Unavailable"/> only:
/// oEmbed refuses videos that cannot be embedded, although anyone can watch them.
/// </param>
public sealed record SourceFailure(Failure Failure, bool IsFinal = true)
{
    /// <summary>Creates a final failure.</summary>
    public SourceFailure(FailureKind kind, string reason, TimeSpan? retryAfter = null, string? code = null)
        : this(new Failure(kind, reason, retryAfter, code)) { }
}
