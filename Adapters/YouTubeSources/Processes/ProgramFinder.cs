namespace Adapters.YouTubeSources.Processes;

/// <summary>Finds programs as a shell does.</summary>
public static class ProgramFinder
{
    /// <summary>
    /// Returns the full path of a program: a path is used as it is, and a name is looked up on the PATH. Null when
    /// there is no such file.
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
