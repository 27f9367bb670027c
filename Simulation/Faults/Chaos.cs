using Simulation.Judging;
using Simulation.Scheduling;

namespace Simulation.Faults;

/// <summary>Lets the events of a plan happen, and ends them all.</summary>
internal static class Chaos
{
    public static void Schedule(World world, Weather weather, Fleet fleet, Journal journal, FaultPlan plan)
    {
        foreach (var chaos in plan.Events)
        {
            world.After(chaos.At, () =>
            {
                if (!weather.IsCalm)
                    Begin(world, weather, fleet, journal, chaos);
            });
        }
    }

    /// <summary>Ends all faults: paused processes go on, and the clocks agree.</summary>
    public static void End(World world, Weather weather, Fleet fleet, Journal journal)
    {
        journal.Note("the world", "faults end");
        weather.Calm();
        foreach (var process in fleet.Processes)
        {
            process.Clock.Agree();
            if (process.Context.IsPaused)
                process.Context.Resume();
        }
    }

    private static void Begin(World world, Weather weather, Fleet fleet, Journal journal, ChaosEvent chaos)
    {
        var process = fleet.Processes[chaos.Target];
        weather.Count(chaos.Kind.ToString());
        journal.Note("the world", $"{chaos.Kind} of {process.Name} for {chaos.For.TotalSeconds:0.0} s");
        switch (chaos.Kind)
        {
            case ChaosKind.Kill:
                fleet.Kill(chaos.Target, chaos.For);
                break;
            case ChaosKind.Pause when !process.Context.IsPaused:
                process.Context.Pause();
                world.After(chaos.For, () =>
                {
                    if (process.Context.IsPaused)
                        process.Context.Resume();
                });
                break;
            case ChaosKind.ClockJumps:
                process.Clock.Offset = chaos.For.Ticks % 2 == 0 ? chaos.For : -chaos.For;
                break;
            case ChaosKind.Stop:
                fleet.Stop(chaos.Target, chaos.For);
                break;
            case ChaosKind.StoreAway or ChaosKind.QueueAway or ChaosKind.DiskFull:
                weather.BeginAway(chaos.Kind, chaos.For);
                break;
            case ChaosKind.CutOff:
                weather.CutOff(process.Name, chaos.For);
                break;
            default:
                break;
        }
    }
}
