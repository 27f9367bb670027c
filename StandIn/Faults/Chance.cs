using StandIn.Requests;
using StandIn.Settings;

namespace StandIn.Faults;

/// <summary>Faults drawn for one request.</summary>
internal readonly record struct Chance(TimeSpan Latency, Fault Fault)
{
    public static Chance Of(StandInSettings settings, SourceRoute route, ReadOnlySpan<char> video, int nth)
    {
        var behaviour = settings.For(route);
        if (behaviour == default(RouteBehaviour) with { Errors = ErrorRates.None })
            return default;

        var drawn = Dice.Mix(
            Dice.Hash(video) ^ Dice.Mix(((ulong)settings.Seed << 40) ^ ((ulong)route << 32) ^ (uint)nth));
        return new Chance(
            LatencyOf(behaviour, settings.Distribution, Dice.Mix(drawn ^ 1)),
            FaultOf(behaviour.Errors, Dice.Uniform(Dice.Mix(drawn ^ 2))));
    }

    private static TimeSpan LatencyOf(RouteBehaviour behaviour, Distribution distribution, ulong drawn)
    {
        if (behaviour.Spread == TimeSpan.Zero)
            return behaviour.Latency;
        var deviation = distribution is Distribution.Normal ? Dice.Normal(drawn) : (2 * Dice.Uniform(drawn)) - 1;
        var latency = behaviour.Latency + (behaviour.Spread * deviation);
        return latency > TimeSpan.Zero ? latency : TimeSpan.Zero;
    }

    private static Fault FaultOf(ErrorRates rates, double drawn)
    {
        if (drawn >= rates.Sum)
            return Fault.None;
        if ((drawn -= rates.TooManyRequests) < 0)
            return Fault.TooManyRequests;
        if ((drawn -= rates.ServerError) < 0)
            return Fault.ServerError;
        if ((drawn -= rates.Reset) < 0)
            return Fault.Reset;
        return drawn - rates.Garbage < 0 ? Fault.Garbage : Fault.SlowBody;
    }
}

internal enum Fault
{
    None,
    TooManyRequests,
    ServerError,
    Reset,
    Garbage,
    SlowBody,
}
