using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AppHost;

/// <summary>Checks before anything starts that containers can run here.</summary>
internal static class ContainerRuntime
{
    /// <summary>Environment variable that selects Aspire's container runtime.</summary>
    public const string Variable = "ASPIRE_CONTAINER_RUNTIME";

    private static readonly string[] Known = ["docker", "podman"];

    /// <summary>Maximum time for a runtime that has just started to respond.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(15);

    /// <returns>
    /// Null if the application needs no container or a runtime responds; a sentence otherwise.
    /// </returns>
    public static string? WhyMissing(DistributedApplication app) =>
        app.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ContainerResource>().Any()
            ? WhyMissing(app.Services.GetRequiredService<IConfiguration>()[Variable])
            : null;

    /// <param name="requested">The runtime to use; any, if absent.</param>
    public static string? WhyMissing(string? requested)
    {
        string[] names = string.IsNullOrWhiteSpace(requested) ? Known : [requested.Trim()];
        return Array.Exists(names, Responds)
            ? null
            : $"Kafka and MongoDB run in containers, and {string.Join(" or ", names)} does not respond here: start it, "
                + "use your own servers with --infra external, or none with --infra processes or --infra embedded.";
    }

    /// <returns>True if the program exists and, where it has a daemon, reaches it.</returns>
    private static bool Responds(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["ps", "--quiet"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(WaitLimit))
                return process.ExitCode == 0;

            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
