using Simulation;
using Simulation.Faults;
using Simulation.Judging;

namespace Tests.Simulation;

/// <summary>Runs the product in simulated worlds: docs/simulation.md.</summary>
public sealed class SimulatedRunTests
{
    private const int Seeds = 150;

    [Fact]
    public void Some_hundred_worlds_keep_the_contract()
    {
        var runs = new RunResult[Seeds];
        Parallel.For(0, Seeds, seed => runs[seed] = Simulator.Run(Scenario.Draw(seed)));

        var broken = runs.Where(run => run.Violations.Count > 0).ToList();
        Assert.True(broken.Count == 0, broken.Count == 0 ? "" : Story.Tell(broken[0].Scenario));
    }

    [Theory]
    [InlineData(nameof(Mutant.ConfirmsWithoutFence))]
    [InlineData(nameof(Mutant.ExpiresRightAfterAnOutage))]
    [InlineData(nameof(Mutant.JudgesByLocalClocks))]
    [InlineData(nameof(Mutant.WritesDeadLettersLate))]
    [InlineData(nameof(Mutant.ForgetsCompletions))]
    [InlineData(nameof(Mutant.NeverExpires))]
    public void A_wrong_turn_of_the_store_breaks_the_contract(string mutant) =>
        Assert.NotEmpty(Campaign.Run(1, 300, Enum.Parse<Mutant>(mutant), stopsAtFirst: true).Broken);

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
