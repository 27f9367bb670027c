using Jobs.Workers;

namespace Gateway.Api.Status;

/// <param name="Count">Number of live workers.</param>
/// <param name="InFlight">Number of jobs in flight.</param>
/// <param name="MaxInFlight">Maximum number of metadata jobs in flight.</param>
/// <param name="MaxDownloads">Maximum number of downloads in flight.</param>
/// <param name="Items">The workers, sorted by name; up to 1,000.</param>
internal sealed record WorkersView(
    int Count, int InFlight, int MaxInFlight, int MaxDownloads, IReadOnlyList<WorkerView> Items)
{
    public static WorkersView Of(IReadOnlyList<WorkerReport> workers) => new(
        workers.Count, workers.Sum(worker => worker.InFlight), workers.Sum(worker => worker.MaxInFlight),
        workers.Sum(worker => worker.MaxDownloads), [.. workers.Select(WorkerView.Of)]);
}

/// <param name="Name">Machine, process, and a suffix unique to the process.</param>
/// <param name="StartedAt">Start time.</param>
/// <param name="SeenAt">Time of the last heartbeat.</param>
/// <param name="InFlight">Number of jobs in flight.</param>
/// <param name="MaxInFlight">Maximum number of metadata jobs in flight.</param>
/// <param name="MaxDownloads">Maximum number of downloads in flight.</param>
/// <param name="Partitions">Assigned partitions of each topic; absent if the queue has no partitions.</param>
/// <param name="Lag">Number of messages on its partitions that are not done; absent while unknown.</param>
internal sealed record WorkerView(
    string Name, DateTimeOffset StartedAt, DateTimeOffset SeenAt, int InFlight, int MaxInFlight, int MaxDownloads,
    IReadOnlyList<TopicPartitionsView>? Partitions, long? Lag)
{
    public static WorkerView Of(WorkerReport worker) => new(
        worker.Name, worker.StartedAt, worker.At, worker.InFlight, worker.MaxInFlight, worker.MaxDownloads,
        worker.Share.Partitions.Count == 0
            ? null
            : [.. worker.Share.Partitions.Select(topic => new TopicPartitionsView(topic.Topic, topic.Numbers))],
        worker.Share.Lag);
}

/// <param name="Topic">The topic.</param>
/// <param name="Numbers">The numbers of the partitions.</param>
internal sealed record TopicPartitionsView(string Topic, IReadOnlyList<int> Numbers);
