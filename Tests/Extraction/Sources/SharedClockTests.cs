using Jobs.Failures;

namespace Tests.Extraction.Sources;

/// <summary>Tests a worker whose clock differs from the one of the store that keeps its budgets.</summary>
public sealed class SharedClockTests
{
    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task Budget_and_circuit_are_shown_by_the_clock_of_the_store(int secondsAhead)
    {
        var (left, openFor, isClosed) = await AskAsync(TimeSpan.FromSeconds(secondsAhead));

        Assert.Equal((await AskAsync(TimeSpan.Zero)).Left, left);
        Assert.Equal(60, openFor);
        Assert.True(isClosed);
    }

    /// <summary>Asks a source until it refuses, and waits until its circuit closes.</summary>
    private static async Task<(int? Left, double? OpenFor, bool IsClosed)> AskAsync(TimeSpan storeIsAheadBy)
    {
        using var world = new ChainWorld { StoreIsAheadBy = storeIsAheadBy };
        var source = new FakeSource(ChainWorld.First, world.Clock, requestsPerMinute: 60);
        var chain = world.SharedChain(source);

        for (var i = 0; i < 3; i++)
            await world.AskAsync(chain);
        var left = Assert.Single(chain.Status()).BudgetLeft;
        source.Fails(FailureKind.RateLimited, "HTTP 429", TimeSpan.FromSeconds(60));
        await world.AskAsync(chain);
        var open = Assert.Single(chain.Status()).CircuitOpenUntil - (world.Clock.GetUtcNow() + storeIsAheadBy);
        world.Clock.Advance(TimeSpan.FromSeconds(61));
        return (left, open?.TotalSeconds, Assert.Single(chain.Status()).CircuitOpenUntil is null);
    }
}
