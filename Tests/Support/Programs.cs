namespace Tests.Support;

/// <summary>Finds programs that tests use when the machine has them.</summary>
internal static class Programs
{
    /// <summary>Returns the full path of a program on the PATH, or null.</summary>
    public static string? Find(string name)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{name}.exe", $"{name}.cmd"] : [name];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(file => Path.Combine(folder, file)))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Returns null when all are available, or else a sentence that names the missing ones.</summary>
    public static string? WhyMissing(params string[] programs)
    {
        var missing = programs.Where(program => Find(program) is null).ToArray();
        return missing.Length == 0 ? null : $"Needs {string.Join(" and ", missing)} on the PATH.";
    }
}
