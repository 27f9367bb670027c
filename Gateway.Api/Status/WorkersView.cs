using Jobs.Workers;

namespace Gateway.Api.Status;

/// <param name="Count">Workers that live.</param>
/// <param name="InFlight">Jobs that they have in work.</param>
/// <param name="MaxInFlight">Metadata jobs that they work on at once, at the most.</param>
/// <param name="MaxDownloads">Jobs with downloads that they work on at once, at the most.</param>
/// <param name="Items">Each of them, by name; at most a thousand.</param>
internal sealed record WorkersView(
    int Count, int InFlight, int MaxInFlight, int MaxDownloads, IReadOnlyList<WorkerView> Items)
{
    public static WorkersView Of(IReadOnlyList<WorkerReport> workers) => new(
        workers.Count, workers.Sum(worker => worker.InFlight), workers.Sum(worker => worker.MaxInFlight),
        workers.Sum(worker => worker.MaxDownloads), [.. workers.Select(WorkerView.Of)]);
}

/// <param name="Name">Machine, process and a few letters that no other process has.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="SeenAt">When it last told of itself.</param>
/// <param name="InFlight">Jobs in work.</param>
/// <param name="MaxInFlight">Metadata jobs that it works on at once, at the most.</param>
/// <param name="MaxDownloads">Jobs with downloads that it works on at once, at the most.</param>
/// <param name="Partitions">What it has of each topic; absent where the queue has no partitions.</param>
/// <param name="Lag">Messages of its part of the queue that are not done; absent while not known.</param>
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
/// <param name="Numbers">Numbers of its partitions.</param>
internal sealed record TopicPartitionsView(string Topic, IReadOnlyList<int> Numbers);
