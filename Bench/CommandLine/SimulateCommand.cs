using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Simulation;
using Simulation.Faults;
using Simulation.Judging;
using Spectre.Console;

namespace Bench.CommandLine;

/// <summary>Runs the product in simulated worlds: docs/simulation.md.</summary>
internal static class SimulateCommand
{
    /// <summary>Seeds within which each mutant is to be found.</summary>
    private const int MutantSeeds = 1_000;

    public static Command Create()
    {
        var seeds = new Option<int>("--seeds") { Description = "Number of worlds.", DefaultValueFactory = _ => 1_000 };
        var first = new Option<int>("--first") { Description = "First seed.", DefaultValueFactory = _ => 1 };
        var mutants = new Option<bool>("--mutants") { Description = "Judge the judge: run every wrong turn." };
        var mutant = new Option<Mutant?>("--mutant") { Description = "Judge the judge: run one wrong turn." };
        var command = new Command("simulate", "Runs the machinery in simulated worlds, by seed, with every fault.")
        {
            seeds,
            first,
            mutants,
            mutant,
        };
        command.SetAction((result, token) => Task.FromResult(
            result.GetValue(mutant) is { } one
                ? RunMutants([one], result.GetValue(first), token)
                : result.GetValue(mutants)
                ? RunMutants(Enum.GetValues<Mutant>(), result.GetValue(first), token)
                : Run(result.GetValue(first), result.GetValue(seeds), token)));
        return command;
    }

    /// <returns>1 when the contract was broken, else 0.</returns>
    private static int Run(int first, int seeds, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var campaign = Campaign.Run(first, seeds, cancellationToken: cancellationToken);
        Write($"{campaign.Runs} worlds in {watch.Elapsed.TotalSeconds:0} s: {campaign.Simulated.TotalHours:0} h "
            + $"simulated, {campaign.Jobs} jobs, {campaign.Steps} steps, {campaign.Faults.Values.Sum()} faults.");
        foreach (var (fault, count) in campaign.Faults)
            Write($"  {fault}: {count}");
        Write($"Violations: {campaign.Broken.Values.Sum(broken => broken.Count)}");
        foreach (var (rule, broken) in campaign.Broken)
            Write($"  {rule} Seeds: {string.Join(", ", broken.Take(10))}. First: {campaign.Details[rule]}");
        if (campaign.Broken.Count > 0)
            Write(Story.Tell(global::Simulation.Scenario.Draw(campaign.Broken.Values.Min(broken => broken.Min))));
        return campaign.Broken.Count > 0 ? 1 : 0;
    }

    /// <returns>1 when a mutant was not found, else 0.</returns>
    private static int RunMutants(IEnumerable<Mutant> mutants, int first, CancellationToken cancellationToken)
    {
        var missed = 0;
        foreach (var mutant in mutants.Where(mutant => mutant is not Mutant.None))
        {
            var found = Campaign.Run(first, MutantSeeds, mutant, stopsAtFirst: true, cancellationToken);
            missed += found.Broken.Count == 0 ? 1 : 0;
            Write(found.Broken.Count == 0
                ? $"{mutant}: not found in {found.Runs} worlds"
                : $"{mutant}: found in {found.Runs} worlds: {found.Broken.Keys.First()}");
        }

        return missed > 0 ? 1 : 0;
    }

    private static void Write(FormattableString line) => Write(line.ToString(CultureInfo.InvariantCulture));

    private static void Write(string line) => AnsiConsole.Console.WriteLine(line);
}
