using Simulation.Faults;

namespace Simulation;

/// <summary>Many runs on all cores, and what they found.</summary>
internal sealed class Campaign
{
    private readonly Lock gate = new();

    public int Runs { get; private set; }

    public int Jobs { get; private set; }

    public TimeSpan Simulated { get; private set; }

    public long Steps { get; private set; }

    /// <summary>Number of injected faults, by name.</summary>
    public SortedDictionary<string, long> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>Seeds that broke a sentence of the contract, by sentence.</summary>
    public SortedDictionary<string, SortedSet<int>> Broken { get; } = new(StringComparer.Ordinal);

    /// <summary>Details of the first violation of each sentence, for one that a repeat does not show.</summary>
    public SortedDictionary<string, string> Details { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs seeds.</summary>
    /// <param name="first">First seed.</param>
    /// <param name="count">Number of seeds.</param>
    /// <param name="mutant">The wrong turn of the store.</param>
    /// <param name="stopsAtFirst">Ends after the first violation.</param>
    /// <param name="cancellationToken">Ends the campaign.</param>
    public static Campaign Run(
        int first, int count, Mutant mutant = Mutant.None, bool stopsAtFirst = false,
        CancellationToken cancellationToken = default)
    {
        var campaign = new Campaign();
        Parallel.For(
            first,
            first + count,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken,
            },
            (seed, loop) =>
            {
                var run = Simulator.Run(Scenario.Draw(seed) with { Mutant = mutant });
                campaign.Add(run);
                if (stopsAtFirst && run.Violations.Count > 0)
                    loop.Stop();
            });
        return campaign;
    }

    private void Add(RunResult run)
    {
        lock (gate)
        {
            Runs++;
            Jobs += run.Jobs;
            Simulated += run.Simulated;
            Steps += run.Steps;
            foreach (var (fault, count) in run.Faults)
                Faults[fault] = Faults.GetValueOrDefault(fault) + count;
            foreach (var violation in run.Violations)
            {
                if (!Broken.TryGetValue(violation.Rule, out var seeds))
                {
                    Broken.Add(violation.Rule, seeds = []);
                    Details.Add(violation.Rule, violation.Details);
                }

                seeds.Add(run.Scenario.Seed);
            }
        }
    }
}
