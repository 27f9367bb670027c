using System.Diagnostics;

namespace Tests.AppHost;

/// <summary>
/// Runs the AppHost as a separate program, as azd and people start it, with a home folder of its own: Aspire keeps the
/// parameters of every publication under the home folder, and the next publication would take them from there.
/// </summary>
internal sealed class AppHostProcess : IDisposable
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("home-");

    /// <summary>Files that the program left in its home folder.</summary>
    public IReadOnlyList<string> FilesAtHome =>
        [.. home.EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(home.FullName, file.FullName))];

    /// <summary>The program's PATH; the one of the tests, if null.</summary>
    public string? SearchPath { get; init; }

    /// <summary>Further environment variables of the program.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public static async Task<(int ExitCode, string Error)> RunOnceAsync(params string[] args)
    {
        using var process = new AppHostProcess();
        return await process.RunAsync(args);
    }

    public async Task<(int ExitCode, string Error)> RunAsync(params string[] args)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath ?? "dotnet";
        var start = new ProcessStartInfo(dotnet) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "AppHost.dll"));
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        if (SearchPath is not null)
            start.Environment["PATH"] = SearchPath;
        start.Environment["HOME"] = start.Environment["USERPROFILE"] = home.FullName;
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        start.Environment["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://127.0.0.1:0";
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(WaitLimit);
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var error = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            await output;
            return (process.ExitCode, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public void Dispose() => home.Delete(recursive: true);
}
