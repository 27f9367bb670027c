using Jobs.Failures;

namespace Extraction.Media;

/// <summary>
/// Represents the outcome of making one requested item. Closed, so that a switch over it is complete.
/// </summary>
public abstract record ArtifactResult
{
    private ArtifactResult() { }

    /// <summary>The artifacts are stored.</summary>
    /// <param name="Names">Names of the artifacts, stored now or earlier.</param>
    /// <param name="Missing">One sentence for each requested part that does not exist.</param>
    public sealed record Stored(IReadOnlyList<string> Names, IReadOnlyList<string> Missing) : ArtifactResult
    {
        public Stored(string name) : this([name], []) { }

        /// <summary>The parts that exist and could not be made.</summary>
        public IReadOnlyList<UnmadeArtifact> Unmade { get; init; } = [];
    }

    /// <summary>The item could not be made.</summary>
    public sealed record Failed(Failure Failure) : ArtifactResult
    {
        public Failed(FailureKind kind, string reason) : this(new Failure(kind, reason)) { }
    }
}

/// <summary>Represents a requested artifact that could not be made.</summary>
/// <param name="Name">Name of the artifact.</param>
/// <param name="Failure">The reason.</param>
public sealed record UnmadeArtifact(string Name, Failure Failure);
