namespace Adapters.YouTubeSources.Processes;

/// <summary>Finds programs as a shell would.</summary>
public static class ProgramFinder
{
    /// <summary>
    /// The full path of a program: as given when it is a path, else from the PATH; null when it is not there.
    /// </summary>
    public static string? Find(string program)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(program);
        if (Path.GetFileName(program) != program)
            return File.Exists(program) ? Path.GetFullPath(program) : null;
        string[] names = OperatingSystem.IsWindows() ? [$"{program}.exe", $"{program}.cmd", program] : [program];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}
