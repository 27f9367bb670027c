using Jobs.Failures;

namespace Extraction.Media;

/// <summary>What came of one of the things that were asked for: closed, so that a switch over it is complete.</summary>
public abstract record ArtifactResult
{
    private ArtifactResult() { }

    /// <param name="Names">The artifacts, stored now or before.</param>
    /// <param name="Missing">What is not to be had, a sentence each.</param>
    public sealed record Stored(IReadOnlyList<string> Names, IReadOnlyList<string> Missing) : ArtifactResult
    {
        public Stored(string name) : this([name], []) { }
    }

    public sealed record Failed(Failure Failure) : ArtifactResult
    {
        public Failed(FailureKind kind, string reason) : this(new Failure(kind, reason)) { }
    }
}
