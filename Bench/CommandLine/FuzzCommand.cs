using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Bench.Fuzzing;
using Spectre.Console;

namespace Bench.CommandLine;

/// <summary>Runs the parsers of untrusted bytes on mutated inputs: docs/security.md.</summary>
internal static class FuzzCommand
{
    public static Command Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "Time to run.", DefaultValueFactory = _ => 1 };
        var seed = new Option<int>("--seed") { Description = "First seed.", DefaultValueFactory = _ => 1 };
        var target = new Option<string?>("--target") { Description = "One parser instead of all." };
        var output = new Option<string>("--output")
        {
            Description = "Folder of the inputs that were findings.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "fuzz"),
        };
        var command = new Command("fuzz", "Runs every parser of untrusted bytes on mutated inputs.")
        {
            minutes,
            seed,
            target,
            output,
        };
        command.SetAction((result, token) => Task.FromResult(Run(
            TimeSpan.FromMinutes(result.GetValue(minutes)), result.GetValue(seed), result.GetValue(target),
            result.GetRequiredValue(output), token)));
        return command;
    }

    /// <returns>1 when there are findings, else 0; 2 for an unknown parser.</returns>
    private static int Run(TimeSpan time, int seed, string? name, string output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("fuzz-").FullName;
        try
        {
            var targets = FuzzTargets.All(folder).Where(target => name is null || target.Name == name).ToList();
            if (targets.Count == 0)
            {
                var names = string.Join(", ", FuzzTargets.All(folder).Select(target => target.Name));
                Write($"{name} is not a parser: use {names}.");
                return 2;
            }

            var watch = Stopwatch.StartNew();
            var report = new Fuzzer(targets, seed).Run(
                _ => watch.Elapsed < time && !cancellationToken.IsCancellationRequested);
            foreach (var (target, count) in report.Inputs)
                Write($"{target}: {count:N0} inputs");
            Write($"{report.Inputs.Values.Sum():N0} inputs in {watch.Elapsed.TotalMinutes:0.0} min; the slowest took "
                + $"{report.Slowest.TotalMilliseconds:0} ms of processor time, the largest allocated "
                + $"{report.Largest / (1024.0 * 1024):0.0} MiB; findings: {report.Findings.Count}");
            Save(report.Findings, output);
            return report.Findings.Count > 0 ? 1 : 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Save(IReadOnlyList<FuzzFinding> findings, string output)
    {
        foreach (var finding in findings)
        {
            Directory.CreateDirectory(output);
            var file = Path.Combine(output, Fuzzer.FileNameOf(finding));
            File.WriteAllBytes(file, finding.Input);
            Write($"{finding.Target}: {finding.Reason} ({file})");
        }
    }

    private static void Write(FormattableString line) => Write(line.ToString(CultureInfo.InvariantCulture));

    private static void Write(string line) => AnsiConsole.Console.WriteLine(line);
}
