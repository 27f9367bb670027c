namespace Jobs.Stores;

/// <summary>Part of a list; <paramref name="Next"/> is the cursor of what follows, null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

public static class Page
{
    /// <summary>Cuts a page from a list of up to one item more than fits, which tells that more follow.</summary>
    /// <param name="found">The items, in order.</param>
    /// <param name="limit">Maximum number of items on the page.</param>
    /// <param name="cursor">Returns the cursor that continues after an item.</param>
    public static Page<T> Cut<T>(IReadOnlyList<T> found, int limit, Func<T, string> cursor)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(cursor);
        return found.Count <= limit
            ? new Page<T>(found, null)
            : new Page<T>([.. found.Take(limit)], cursor(found[limit - 1]));
    }
}
