using System.Runtime.CompilerServices;

namespace Tests.Support;

/// <summary>The sources that these tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    public static IEnumerable<string> Projects() => Directory.GetDirectories(Root).SelectMany(folder => Directory.GetFiles(folder, "*.csproj"));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
