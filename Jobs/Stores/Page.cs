namespace Jobs.Stores;

/// <summary>Part of a list; <paramref name="Next"/> is the cursor of what follows, null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
