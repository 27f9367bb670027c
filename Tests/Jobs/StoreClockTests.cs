using Jobs.Stores;
using Jobs.Time;
using Tests.Support;

namespace Tests.Jobs;

public sealed class StoreClockTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualClock machine = new();

    [Fact]
    public async Task The_time_is_the_one_of_the_store_whatever_the_clock_of_the_machine_says()
    {
        var here = new SkewedClock(machine, TimeSpan.FromHours(1));
        var clock = new StoreClock(new ServerTime(machine), here);
        await clock.ReadAsync(None);

        machine.Advance(TimeSpan.FromMinutes(1));
        here.Offset = TimeSpan.FromDays(-1);

        Assert.Equal(machine.GetUtcNow(), clock.Now);
    }

    [Fact]
    public async Task The_time_is_unknown_until_the_store_tells_it()
    {
        var server = new ServerTime(machine) { IsAway = true };
        var clock = new StoreClock(server, machine);

        Assert.Throws<StoreUnavailableException>(() => clock.Now);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await clock.NowAsync(None));
        server.IsAway = false;
        Assert.Equal(machine.GetUtcNow(), await clock.NowAsync(None));
    }

    [Fact]
    public async Task An_outage_leaves_the_time_as_it_was_told()
    {
        var server = new ServerTime(machine);
        var clock = new StoreClock(server, machine);
        await clock.ReadAsync(None);
        server.IsAway = true;
        machine.Advance(TimeSpan.FromMinutes(10));

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await clock.ReadAsync(None));

        Assert.Equal(machine.GetUtcNow(), clock.Now);
        Assert.InRange(clock.Error, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_error_bounds_the_time_however_slow_and_uneven_the_answers_are()
    {
        var random = new Random(20260301);
        var server = new SkewedClock(machine, TimeSpan.FromSeconds(-7));
        var clock = new StoreClock(new SlowTime(server, machine, random), machine);
        var worst = TimeSpan.Zero;
        for (var i = 0; i < 1_000; i++)
        {
            await clock.ReadAsync(None);
            machine.Advance(TimeSpan.FromSeconds(random.NextDouble() * 3));

            var error = (clock.Now - server.GetUtcNow()).Duration();
            Assert.True(error <= clock.Error, $"reading {i}: off by {error}, the bound is {clock.Error}");
            worst = i > 20 && error > worst ? error : worst;
        }

        // Answers take up to 4 s; the slow ones are dropped.
        Assert.InRange(worst, TimeSpan.Zero, TimeSpan.FromSeconds(0.25));
    }

    [Fact]
    public async Task A_store_whose_clock_is_set_is_followed_at_once()
    {
        var server = new SkewedClock(machine);
        var clock = new StoreClock(new ServerTime(server), machine);
        await clock.ReadAsync(None);
        foreach (var offset in (double[])[30, -30, 0.5])
        {
            server.Offset = TimeSpan.FromSeconds(offset);

            Assert.Equal(server.GetUtcNow(), await clock.ReadAsync(None));
        }
    }

    [Fact]
    public void The_clock_of_a_store_on_this_machine_needs_no_answer() =>
        Assert.Equal(machine.GetUtcNow(), new StoreClock(null, machine).Now);

    /// <summary>A server that takes its time before and after it reads its clock.</summary>
    private sealed class SlowTime(TimeProvider server, ManualClock clock, Random random) : IStoreTime
    {
        public ValueTask<DateTimeOffset> ReadAsync(CancellationToken cancellationToken)
        {
            var slow = random.Next(4) == 0 ? 2 : 0.2;
            clock.Advance(TimeSpan.FromSeconds(random.NextDouble() * slow));
            var read = server.GetUtcNow();
            clock.Advance(TimeSpan.FromSeconds(random.NextDouble() * slow));
            return ValueTask.FromResult(read);
        }
    }
}
