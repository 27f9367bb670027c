using System.Globalization;
using System.Text;
using Simulation.Faults;

namespace Simulation.Judging;

/// <summary>
/// Tells how a contract was broken: with as few faults as still break it, and only what concerns the job.
/// </summary>
internal static class Story
{
    private const int MaxLines = 80;

    /// <summary>Returns the shortest story of a broken sentence of the contract.</summary>
    public static string Tell(Scenario scenario)
    {
        var rule = Simulator.Run(scenario).Violations is [var first, ..] ? first.Rule : null;
        if (rule is null)
            return $"Seed {scenario.Seed} keeps the contract.";

        var shortest = Shrink(scenario, rule);
        return Write(Simulator.Run(shortest, tellsStory: true), rule);
    }

    /// <summary>Leaves out every fault and operation without which the same sentence is still broken.</summary>
    private static Scenario Shrink(Scenario scenario, string rule)
    {
        foreach (var kind in scenario.Plan.Rates.Keys)
            Try(scenario with { Plan = scenario.Plan with { Rates = scenario.Plan.Rates.Remove(kind) } });
        foreach (var chaos in scenario.Plan.Events)
            Try(scenario with { Plan = scenario.Plan with { Events = scenario.Plan.Events.Remove(chaos) } });
        Try(scenario with { Plan = scenario.Plan with { Drift = 0 } });
        foreach (var operation in scenario.Operations)
            Try(scenario with { Operations = scenario.Operations.Remove(operation) });
        return scenario;

        void Try(Scenario smaller)
        {
            if (Simulator.Run(smaller).Violations.Any(violation => violation.Rule == rule))
                scenario = smaller;
        }
    }

    private static string Write(RunResult run, string rule)
    {
        var text = new StringBuilder();
        if (run.Violations.FirstOrDefault(one => one.Rule == rule) is not { } violation)
            return $"Seed {run.Scenario.Seed} keeps the contract when it is repeated.";
        text.AppendLine(CultureInfo.InvariantCulture, $"Seed {run.Scenario.Seed} broke: {rule}")
            .AppendLine(violation.Details)
            .AppendLine(CultureInfo.InvariantCulture, $"Faults: {Describe(run.Scenario.Plan)}");
        var lines = run.Story
            .Where(line => violation.Job is null || line.Job == violation.Job || Concerns(line.Text))
            .Where(line => violation.At is not { } end || line.At <= end)
            .TakeLast(MaxLines);
        foreach (var (at, job, what) in lines)
        {
            var mark = job is null ? " " : "*";
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{mark} {(at - TimeSpan.FromHours(1)).TotalSeconds,9:0.000} s  {what}");
        }

        return text.ToString();
    }

    /// <summary>Checks for what happens to processes and servers, rather than to other jobs.</summary>
    private static bool Concerns(string text) =>
        text.StartsWith("the world", StringComparison.Ordinal) || text.EndsWith(" starts", StringComparison.Ordinal);

    private static string Describe(FaultPlan plan) => string.Join(
        ", ",
        plan.Rates.Select(rate => string.Create(CultureInfo.InvariantCulture, $"{rate.Key} {rate.Value:0.000}"))
            .Concat(plan.Events.Select(chaos => chaos.Kind.ToString())));
}
