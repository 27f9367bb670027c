using Jobs.Running;

namespace Tests.Jobs;

public sealed class AdmissionGateTests
{
    [Fact]
    public void Jobs_over_the_limit_are_refused_and_reserve_nothing()
    {
        var gate = new AdmissionGate(3);

        Assert.True(gate.TryTake(2));
        Assert.False(gate.TryTake(2));
        Assert.True(gate.TryTake(1));
        Assert.False(gate.TryTake(1));
        gate.Return(2);
        Assert.True(gate.TryTake(2));
    }

    [Fact]
    public void Concurrent_callers_never_hold_more_than_the_limit()
    {
        var gate = new AdmissionGate(4);
        var (held, most) = (0, 0);

        Parallel.For(0, 10_000, _ =>
        {
            if (!gate.TryTake(1))
                return;

            InterlockedMax(ref most, Interlocked.Increment(ref held));
            Interlocked.Decrement(ref held);
            gate.Return(1);
        });

        Assert.InRange(most, 1, gate.Limit);
        Assert.True(gate.TryTake(gate.Limit));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
