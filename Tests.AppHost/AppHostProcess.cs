using System.Diagnostics;

namespace Tests.AppHost;

/// <summary>Runs the AppHost as a separate program, as azd and people start it.</summary>
internal static class AppHostProcess
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(2);

    /// <param name="path">The program's PATH.</param>
    /// <param name="args">The program's arguments.</param>
    public static async Task<(int ExitCode, string Error)> RunAsync(string? path, params string[] args)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath ?? "dotnet";
        var start = new ProcessStartInfo(dotnet) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "AppHost.dll"));
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        if (path is not null)
            start.Environment["PATH"] = path;
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        start.Environment["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://127.0.0.1:0";

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
}
