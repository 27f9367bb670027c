using Tests.Support;

namespace Tests.Architecture;

/// <summary>Enumerates the files of the repository, without build output and downloaded packages.</summary>
internal static class SourceFiles
{
    private static readonly string[] Skipped =
        ["bin", "obj", "artifacts", "data", "node_modules", "TestResults", ".git", ".vs", ".idea", ".vscode"];

    public static IEnumerable<string> With(params string[] extensions) =>
        Under(SourceTree.Root).Where(file => extensions.Contains(Path.GetExtension(file)));

    /// <returns>The path within the repository, with forward slashes.</returns>
    public static string NameOf(string file) => Path.GetRelativePath(SourceTree.Root, file).Replace('\\', '/');

    private static IEnumerable<string> Under(string folder) =>
        Directory.EnumerateDirectories(folder)
            .Where(inner => !Skipped.Contains(Path.GetFileName(inner)))
            .SelectMany(Under)
            .Concat(Directory.EnumerateFiles(folder))
            .Order(StringComparer.Ordinal);
}
