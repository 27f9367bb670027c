using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace AppHost.Processes;

/// <summary>Finds the programs built with this one. The build writes their paths into this assembly.</summary>
internal static class ProgramFiles
{
    private static readonly Dictionary<string, string> Paths = typeof(ProgramFiles).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(entry => entry.Value is not null)
        .ToLookup(entry => entry.Key, entry => entry.Value!)
        .ToDictionary(entry => entry.Key, entry => entry.First());

    /// <summary>Returns the folder of a project, which is the working directory of its program.</summary>
    public static string Folder(string project) => Path.GetDirectoryName(Paths[$"Project:{project}"])!;

    public static ProcessStartInfo Start(Resource resource)
    {
        var start = new ProcessStartInfo(Runtime()) { WorkingDirectory = Folder(resource.Project) };
        start.ArgumentList.Add(Paths[$"Program:{resource.Project}"]);
        foreach (var argument in resource.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in resource.Environment)
            Set(start.Environment, name, value);
        return start;
    }

    /// <summary>Sets a variable once: the hosts ignore the case of its name, and the environment need not.</summary>
    private static void Set(IDictionary<string, string?> environment, string name, string value)
    {
        foreach (var other in environment.Keys.Where(
            key => key.Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray())
            environment.Remove(other);
        environment[name] = value;
    }

    /// <summary>Returns the runtime that runs this program, which need not be the one on the PATH.</summary>
    private static string Runtime()
    {
        var file = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var path = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", file));
        return File.Exists(path) ? path : file;
    }
}
