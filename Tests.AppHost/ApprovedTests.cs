using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Tests.AppHost;

/// <summary>
/// Compares everything that the AppHost publishes with the approved files in <c>Approved</c>, so that a review shows
/// each
/// change of an output. The environment variable <c>APPROVE=1</c> approves the outputs.
/// </summary>
public sealed partial class ApprovedTests
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Approved");

    private static readonly bool Approves = Environment.GetEnvironmentVariable("APPROVE") == "1";

    [Theory]
    [InlineData("manifest", "containers")]
    [InlineData("manifest", "external")]
    [InlineData("compose", "containers")]
    [InlineData("compose", "external")]
    [InlineData("compose", "embedded")]
    [InlineData("kubernetes", "containers")]
    [InlineData("kubernetes", "external")]
    [InlineData("kubernetes", "embedded")]
    [InlineData("kubernetes", "external", "scaled", "--scale-to", "12", "--public-host", "links.example.org")]
    public async Task Published_files_equal_the_approved_ones(
        string target, string infra, string? variant = null, params string[] args)
    {
        var variables = infra == "external" ? Publication.External : null;
        args = ["--infra", infra, .. args];
        using var publication = target == "manifest"
            ? await Publication.ManifestAsync(variables, args)
            : await Publication.ToAsync(target, variables, args);
        var published = publication.Files.ToDictionary(file => file, file => Normalized(publication[file]));
        publication.AssertNoSecret();

        var folder = Path.Combine(Folder,
            string.Join('-', [target, infra, .. variant is null ? Array.Empty<string>() : [variant]]));
        if (Approves)
            Write(folder, published);
        var differences = Differences.Between(Read(folder), published);

        Assert.True(differences.Count == 0, $"{folder}:\n{string.Join('\n', differences)}\nAPPROVE=1 accepts them.");
    }

    /// <summary>Replaces the path from the manifest to a project, which depends on the folder of the test.</summary>
    private static string Normalized(string text) =>
        ProjectPath().Replace(text.ReplaceLineEndings("\n"), "\"../$1\"").TrimEnd('\n') + "\n";

    private static Dictionary<string, string> Read(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder, file).Replace('\\', '/'),
            file => File.ReadAllText(file).ReplaceLineEndings("\n"))
        : [];

    private static void Write(string folder, Dictionary<string, string> files)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        foreach (var (name, text) in files)
        {
            var file = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("\"[^\"\n]*?([A-Za-z.]+/[A-Za-z.]+\\.csproj)\"")]
    private static partial Regex ProjectPath();
}
