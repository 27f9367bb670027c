namespace Composition.Settings;

/// <summary>Counts the characters by which two names differ: added, left out, replaced, or swapped.</summary>
internal static class EditDistance
{
    /// <summary>Names in an environment may be of any length.</summary>
    private const int MaxLength = 64;

    public static int Between(string one, string other)
    {
        if (one.Length > MaxLength || other.Length > MaxLength)
            return int.MaxValue;

        var distances = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
            distances[i, 0] = i;
        for (var j = 0; j <= other.Length; j++)
            distances[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = distances[i - 1, j - 1] + (Same(one[i - 1], other[j - 1]) ? 0 : 1);
                distances[i, j] = Math.Min(replaced, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(one[i - 1], other[j - 2]) && Same(one[i - 2], other[j - 1]))
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
            }
        }

        return distances[one.Length, other.Length];
    }

    private static bool Same(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
