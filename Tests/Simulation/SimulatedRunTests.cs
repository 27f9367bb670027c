using Simulation;
using Simulation.Judging;

namespace Tests.Simulation;

/// <summary>Runs the product in simulated worlds: docs/simulation.md.</summary>
public sealed class SimulatedRunTests
{
    private const int Seeds = 150;

    /// <summary>Sentences that the product does not keep yet: leases, lost completions, and unknown errors.</summary>
    private static readonly string[] Open =
    [
        Contract.AFailedJobHasItsDeadLetter, Contract.OnlyASilentWorkerLosesItsJobs,
        Contract.NoProcessEndsBecauseOfAFault,
    ];

    [Fact]
    public void Some_hundred_worlds_keep_the_contract()
    {
        var runs = new RunResult[Seeds];
        Parallel.For(0, Seeds, seed => runs[seed] = Simulator.Run(Scenario.Draw(seed)));

        var broken = runs.Where(run => run.Violations.Any(violation => !Open.Contains(violation.Rule))).ToList();
        Assert.True(broken.Count == 0, broken.Count == 0 ? "" : Story.Tell(broken[0].Scenario));
    }

    [Fact]
    public void A_seed_decides_everything()
    {
        for (var seed = 1000; seed < 1010; seed++)
        {
            var first = Simulator.Run(Scenario.Draw(seed));
            var second = Simulator.Run(Scenario.Draw(seed));

            Assert.Equal((first.Digest, first.Steps, first.Simulated), (second.Digest, second.Steps, second.Simulated));
        }
    }
}
