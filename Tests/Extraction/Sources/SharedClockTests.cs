using Jobs.Failures;

namespace Tests.Extraction.Sources;

/// <summary>Tests a worker whose clock differs from the one of the store that keeps its budgets.</summary>
public sealed class SharedClockTests
{
    [Theory]
    [InlineData(-3600)]
    [InlineData(0)]
    [InlineData(3600)]
    public async Task Budget_and_circuit_are_shown_by_the_clock_of_the_store(int secondsAhead)
    {
        using var world = new ChainWorld { StoreIsAheadBy = TimeSpan.FromSeconds(secondsAhead) };
        var source = new FakeSource(ChainWorld.First, world.Clock, requestsPerMinute: 60);
        var chain = world.SharedChain(source);

        for (var i = 0; i < 3; i++)
            await world.AskAsync(chain);
        var left = Assert.Single(chain.Status()).BudgetLeft;
        source.Fails(FailureKind.RateLimited, "HTTP 429", TimeSpan.FromSeconds(60));
        await world.AskAsync(chain);
        var until = Assert.Single(chain.Status()).CircuitOpenUntil;
        world.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(0, left);
        Assert.Equal(world.Clock.GetUtcNow().AddSeconds(secondsAhead - 1), until);
        Assert.Null(Assert.Single(chain.Status()).CircuitOpenUntil);
    }
}
