using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AppHost;

/// <summary>Finds out before anything starts whether containers can run here.</summary>
internal static class ContainerRuntime
{
    /// <summary>The variable by which Aspire is told which one to use.</summary>
    public const string Variable = "ASPIRE_CONTAINER_RUNTIME";

    private static readonly string[] Known = ["docker", "podman"];

    /// <summary>How long a runtime that has just been woken may take to answer.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(15);

    /// <returns>
    /// Null when the application needs no container or there is something to run it with, else a sentence.
    /// </returns>
    public static string? WhyMissing(DistributedApplication app) =>
        app.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ContainerResource>().Any()
            ? WhyMissing(app.Services.GetRequiredService<IConfiguration>()[Variable])
            : null;

    /// <param name="wanted">The runtime to use; any, when absent.</param>
    public static string? WhyMissing(string? wanted)
    {
        string[] names = string.IsNullOrWhiteSpace(wanted) ? Known : [wanted.Trim()];
        return Array.Exists(names, Answers)
            ? null
            : $"Kafka and MongoDB run in containers, and no {string.Join(" or ", names)} answers here: "
                + "start one, name servers you have with --infra external, or run all in one process with --infra embedded.";
    }

    /// <summary>Whether the program is there and, where it has a daemon, reaches it.</summary>
    private static bool Answers(string program)
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
