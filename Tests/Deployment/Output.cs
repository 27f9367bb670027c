using Tests.Support;

namespace Tests.Deployment;

/// <summary>Represents the files that one publish writes, by path within the output folder.</summary>
/// <param name="Mode">Target and origin of Kafka and MongoDB, as in <c>compose-containers</c>.</param>
internal sealed record Output(string Mode, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Starts a file in the text of a sample; the text before the first one is the default file.</summary>
    private const string FileMark = "=== ";

    /// <summary>Folder of the approved outputs, one folder per mode.</summary>
    public static string ApprovedFolder { get; } = Path.Combine(SourceTree.Root, "Tests.AppHost", "Approved");

    public static IReadOnlyList<string> Modes { get; } = Directory.Exists(ApprovedFolder)
        ? [.. Directory.GetDirectories(ApprovedFolder).Select(folder => Path.GetFileName(folder)!).Order()]
        : [];

    public static Output Approved(string mode)
    {
        var folder = Path.Combine(ApprovedFolder, mode);
        return new Output(mode, Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder, file).Replace('\\', '/'),
            file => File.ReadAllText(file).ReplaceLineEndings("\n")));
    }

    /// <summary>Reads a sample: one file, or several that start with a line <c>=== path</c> each.</summary>
    public static Output Sample(string text, string defaultFile)
    {
        var files = new Dictionary<string, string>();
        var name = defaultFile;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith(FileMark, StringComparison.Ordinal))
                name = line[FileMark.Length..].Trim();
            else
                files[name] = files.GetValueOrDefault(name) + line + "\n";
        }

        return new Output("sample", files);
    }
}
