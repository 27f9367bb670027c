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
    public static async Task<int> Main(string[] args)
    {
        if (Invocation.TryParse(args, out var invocation) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return 2;
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        try
        {
            return await RunAsync(invocation!, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 130;
        }
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (command, options) = invocation;
        if (options.Compare is var (before, after))
        {
            Comparison.Write(
                AnsiConsole.Console, await Comparison.ReadAsync(before, cancellationToken), await Comparison.ReadAsync(
                    after, cancellationToken));
            return 0;
        }

        var machine = Machine.Now();
        var session = new Session(options, TimeProvider.System, Console.Error.WriteLine);
        await command!.RunAsync(session, cancellationToken);
        var report = new Report { Command = command.Name, At = session.Clock.GetUtcNow(), Machine = machine, Runs = session.Runs };
        TableReport.Write(AnsiConsole.Console, report);
        await ReportFiles.WriteAsync(report, options, cancellationToken);
        return report.Runs.SelectMany(run => run.Metrics).Any(metric => metric.IsMet is false) ? 1 : 0;
    }
}
