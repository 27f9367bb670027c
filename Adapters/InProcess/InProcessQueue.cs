using System.Collections.Frozen;
using System.Diagnostics;
using System.Threading.Channels;
using Jobs;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Telemetry;
using Jobs.Workers;
using Microsoft.Extensions.Options;

namespace Adapters.InProcess;

/// <summary>
/// Holds jobs in memory, in a bounded queue for each kind, so that heavy jobs cannot delay light ones. A job that does
/// not fit is not confirmed and stays in the store for the outbox relay; jobs queued when the process dies are released
/// at the next start.
/// </summary>
internal sealed class InProcessQueue(JobKinds kinds, IOptions<JobsOptions> options) : IJobQueue, IPartitionAssignment
{
    private readonly FrozenDictionary<string, Channel<JobMessage>> byKind = kinds.All.ToFrozenDictionary(
        kind => kind.Name,
        _ => Channel.CreateBounded<JobMessage>(
            new BoundedChannelOptions(options.Value.InProcessCapacity) { FullMode = BoundedChannelFullMode.Wait }),
        StringComparer.Ordinal);

    public Task<IReadOnlyList<bool>> PublishAsync(
        IReadOnlyList<JobMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        using var activity = JobsTelemetry.Source.StartActivity("send in-process", ActivityKind.Producer);
        activity?.SetTag("messaging.system", InProcessConsumer.System)
            .SetTag("messaging.operation.name", "send")
            .SetTag("messaging.operation.type", "send")
            .SetTag("messaging.batch.message_count", messages.Count);

        var confirmed = new bool[messages.Count];
        for (var i = 0; i < confirmed.Length; i++)
            confirmed[i] = byKind.TryGetValue(messages[i].Kind, out var queue) && queue.Writer.TryWrite(messages[i]);
        return Task.FromResult<IReadOnlyList<bool>>(confirmed);
    }

    /// <summary>Reads the number of queued jobs; all of them belong to this process.</summary>
    public WorkerShare Read() => new([], byKind.Values.Sum(queue => (long)queue.Reader.Count));

    /// <summary>Gets the reader of the messages of one kind.</summary>
    public ChannelReader<JobMessage> Reader(JobKind kind) => byKind[kind.Name].Reader;
}
