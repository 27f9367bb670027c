using System.Diagnostics;

namespace Tests.AppHost;

/// <summary>
/// Volumes of one test, deleted with it. Aspire derives their names from this one, otherwise from the path of the
/// AppHost, and would use the developer's own.
/// </summary>
internal sealed class Volumes : IDisposable
{
    /// <summary>Number of characters of the name that Aspire uses.</summary>
    private const int Used = 10;

    public string Name { get; } = Guid.NewGuid().ToString("N");

    public void Dispose()
    {
        var runtime = Environment.GetEnvironmentVariable(global::AppHost.ContainerRuntime.Variable) ?? "docker";
        var names = Run(runtime, "volume", "ls", "--quiet", "--filter", $"name={Name[..Used]}")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length > 0)
            Run(runtime, ["volume", "rm", .. names]);
    }

    private static string Run(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
