using System.Collections.Immutable;

namespace Jobs.Pace;

/// <summary>The pauses that operators set. Jobs in flight end; the others wait in the store.</summary>
public sealed record PauseSet
{
    public static readonly PauseSet None = new();

    /// <summary>True while no job starts.</summary>
    public bool Everything { get; init; }

    /// <summary>Kinds whose jobs do not start.</summary>
    public ImmutableSortedSet<string> Kinds { get; init; } = [];

    /// <summary>Sources that are not asked.</summary>
    public ImmutableSortedSet<string> Sources { get; init; } = [];

    /// <summary>Checks that jobs of a kind do not start.</summary>
    public bool Holds(string kind) => Everything || Kinds.Contains(kind);
}
