using Jobs.Events;
using Simulation.Faults;
using Simulation.Judging;
using Simulation.Scheduling;

namespace Simulation.Queues;

/// <summary>Carries the events of one process to the hubs of all gateways, or loses them.</summary>
internal sealed class EventBus(
    World world, Weather weather, Journal journal, string process, Func<IEnumerable<EventHub>> hubs) : IJobEvents
{
    public void Publish(JobEvent jobEvent)
    {
        journal.Published(process, jobEvent);
        if (weather.IsAway(ChaosKind.QueueAway, process) || weather.Strikes(FaultKind.EventLost))
            return;
        world.After(weather.Latency(), () =>
        {
            foreach (var hub in hubs())
                hub.Publish(jobEvent);
        });
    }
}
