using Bench.CommandLine;
using Bench.Reports;
using Bench.Scenarios;
using Spectre.Console;

namespace Bench;

/// <summary>
/// Measures the product from outside. In a namespace, because the programs that it starts have a <c>Program</c> too.
/// </summary>
internal static class Program
{
    /// <summary>Time in which an interrupted run ends the processes that it started.</summary>
    private static readonly TimeSpan CleanupTimeout = TimeSpan.FromSeconds(30);

    public static Task<int> Main(string[] args) =>
        BenchCommand.Create(RunAsync, CompareAsync).Parse(args)
            .InvokeAsync(new() { ProcessTerminationTimeout = CleanupTimeout });

    /// <returns>1 when a metric misses its target, else 0.</returns>
    private static async Task<int> RunAsync(
        Scenario scenario, BenchOptions options, CancellationToken cancellationToken)
    {
        var machine = Machine.Now();
        var session = new Session(options, TimeProvider.System, Console.Error.WriteLine);
        await scenario.RunAsync(session, cancellationToken);
        var report = new Report
        {
            Command = scenario.Name, At = session.Clock.GetUtcNow(), Machine = machine, Runs = session.Runs,
        };
        TableReport.Write(AnsiConsole.Console, report);
        await ReportFiles.WriteAsync(report, options, cancellationToken);
        return report.Runs.SelectMany(run => run.Metrics).Any(metric => metric.IsMet is false) ? 1 : 0;
    }

    private static async Task<int> CompareAsync(string before, string after, CancellationToken cancellationToken)
    {
        Comparison.Write(
            AnsiConsole.Console,
            await Comparison.ReadAsync(before, cancellationToken),
            await Comparison.ReadAsync(after, cancellationToken));
        return 0;
    }
}
