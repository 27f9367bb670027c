namespace Tests.AppHost;

/// <summary>Describes how the files of one output differ from another's.</summary>
internal static class Differences
{
    private const int MaxLines = 12;

    public static IReadOnlyList<string> Between(
        IReadOnlyDictionary<string, string> approved, IReadOnlyDictionary<string, string> published) =>
        [.. approved.Keys.Union(published.Keys).Order(StringComparer.Ordinal).SelectMany(file =>
            !published.TryGetValue(file, out var after) ? [$"{file} is no longer published."]
            : !approved.TryGetValue(file, out var before) ? [$"{file} is new."]
            : before == after ? Array.Empty<string>()
            : Lines(file, before.Split('\n'), after.Split('\n')))];

    /// <summary>Leaves out what both have at the start and at the end, and shows the rest.</summary>
    private static IEnumerable<string> Lines(string file, string[] before, string[] after)
    {
        var start = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        var end = before.Reverse().Zip(after.Reverse())
            .Take(Math.Min(before.Length, after.Length) - start)
            .TakeWhile(pair => pair.First == pair.Second)
            .Count();
        return before[start..^end].Take(MaxLines).Select(line => $"  - {line}")
            .Concat(after[start..^end].Take(MaxLines).Select(line => $"  + {line}"))
            .Prepend($"{file}, line {start + 1}:");
    }
}
