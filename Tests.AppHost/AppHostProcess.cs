using System.Diagnostics;

namespace Tests.AppHost;

/// <summary>The AppHost as its own program, as azd and people start it.</summary>
internal static class AppHostProcess
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(2);

    /// <param name="path">The PATH that it sees.</param>
    /// <param name="args">Its arguments.</param>
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
        using var bound = new CancellationTokenSource(WaitLimit);
        var output = process.StandardOutput.ReadToEndAsync(bound.Token);
        var error = process.StandardError.ReadToEndAsync(bound.Token);
        try
        {
            await process.WaitForExitAsync(bound.Token);
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
