using System.Runtime.CompilerServices;

namespace Tests.Support;

/// <summary>The source tree that these tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>Returns the projects at the top level and one level below, where the adapters are.</summary>
    public static IEnumerable<string> Projects() => Directory.GetDirectories(Root)
        .Where(folder => Path.GetFileName(folder) is not ['.', ..] and not "artifacts")
        .SelectMany(folder => Directory.GetDirectories(folder).Prepend(folder))
        .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
