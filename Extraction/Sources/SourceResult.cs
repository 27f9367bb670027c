using Extraction.Videos;
using Jobs.Failures;

namespace Extraction.Sources;

/// <summary>What a source answered: closed, so that a switch over it is complete.</summary>
public abstract record SourceResult
{
    private SourceResult() { }

    public sealed record Found(Video Video) : SourceResult;

    /// <param name="Failure">What went wrong.</param>
    /// <param name="IsFinal">
    /// Of <see cref="FailureKind.Unavailable"/> only: whether no other source could tell more. oEmbed refuses a video
    /// that must not be embedded, though anyone can watch it: that is not final.
    /// </param>
    public sealed record Failed(Failure Failure, bool IsFinal = true) : SourceResult
    {
        public Failed(FailureKind kind, string reason, TimeSpan? retryAfter = null, string? code = null)
            : this(new Failure(kind, reason, retryAfter, code)) { }
    }
}
