namespace Jobs.Workers;

/// <summary>The periodic report of a worker.</summary>
public sealed record WorkerReport
{
    /// <summary>As in <see cref="Job.Owner"/>.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Time of the report.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Time from which the worker counts as gone, without a further report.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Jobs in flight.</summary>
    public required int InFlight { get; init; }

    /// <summary>As <see cref="JobsOptions.MaxInFlight"/>.</summary>
    public required int MaxInFlight { get; init; }

    /// <summary>As <see cref="JobsOptions.MaxDownloads"/>.</summary>
    public required int MaxDownloads { get; init; }

    public required WorkerShare Share { get; init; }

    /// <summary>Output of <see cref="IWorkerDetails"/>; null for a worker without details.</summary>
    public string? Details { get; init; }
}

/// <summary>The part of the queue assigned to a worker.</summary>
/// <param name="Partitions">Assigned partitions, by topic; empty for a queue without partitions.</param>
/// <param name="Lag">Messages of its part that nobody has processed yet; null while unknown.</param>
public sealed record WorkerShare(IReadOnlyList<TopicPartitions> Partitions, long? Lag);

/// <param name="Topic">The topic.</param>
/// <param name="Numbers">Numbers of its assigned partitions, in order.</param>
public sealed record TopicPartitions(string Topic, IReadOnlyList<int> Numbers);
