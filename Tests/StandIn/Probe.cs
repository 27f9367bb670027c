using System.Diagnostics;

namespace Tests.StandIn;

/// <summary>Runs a program to its end.</summary>
internal static class Probe
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program, params string[] arguments) => RunAsync(Deadline, program, arguments);

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        TimeSpan limit, string program, params string[] arguments)
    {
        using var waitLimit = new CancellationTokenSource(limit);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(waitLimit.Token);
        var errors = process.StandardError.ReadToEndAsync(waitLimit.Token);
        try
        {
            await process.WaitForExitAsync(waitLimit.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, await output, await errors);
    }
}
