using Jobs.Queues;
using Jobs.Running;
using Simulation.Faults;
using Simulation.Scheduling;

namespace Simulation.Queues;

/// <summary>Publishes to the simulated broker.</summary>
internal sealed class BrokerQueue(Broker broker, World world, Weather weather, JobKinds kinds, string process)
    : IJobQueue
{
    public async Task<IReadOnlyList<bool>> PublishAsync(
        IReadOnlyList<JobMessage> messages, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = new TaskCompletionSource<IReadOnlyList<bool>>();
        world.After(weather.Latency(), () =>
        {
            bool[] confirmed =
            [
                .. messages.Select(message => kinds.Find(message.Kind) is { } kind
                    && broker.Append(process, kind.Topic, message.Key, JobMessageJson.Write(message))),
            ];

            // The delivery timeout bounds the wait for a broker that is away.
            var wait = confirmed.All(one => one) ? weather.Latency() : weather.Between(0.01, 6);
            world.After(wait, () => answer.TrySetResult(confirmed));
        });
        return await answer.Task;
    }
}
