namespace StandIn.Faults;

/// <summary>
/// Stateless randomness: a number derived from the request itself, so that runs repeat in any order of requests, and
/// no request waits for another's lock.
/// </summary>
internal static class Dice
{
    /// <summary>FNV-1a: <see cref="string.GetHashCode()"/> differs from process to process.</summary>
    public static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
            hash = (hash ^ character) * 1099511628211UL;
        return Mix(hash);
    }

    /// <summary>The last step of SplitMix64: every bit of the result depends on every bit of the value.</summary>
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    /// <summary>0 to below 1.</summary>
    public static double Uniform(ulong drawn) => (drawn >> 11) * (1.0 / (1UL << 53));

    /// <summary>Mean 0, standard deviation 1; Box-Muller.</summary>
    public static double Normal(ulong drawn) =>
        Math.Sqrt(-2 * Math.Log(1 - Uniform(Mix(drawn)))) * Math.Cos(
            2 * Math.PI * Uniform(Mix(drawn ^ ulong.MaxValue)));
}
