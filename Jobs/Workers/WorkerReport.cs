namespace Jobs.Workers;

/// <summary>What a worker tells of itself from time to time.</summary>
public sealed record WorkerReport
{
    /// <summary>As in <see cref="Job.Owner"/>.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When this was told.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Unless it tells more before, the worker counts as gone from then on.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Jobs in work.</summary>
    public required int InFlight { get; init; }

    /// <summary>As <see cref="JobsOptions.MaxInFlight"/>.</summary>
    public required int MaxInFlight { get; init; }

    /// <summary>As <see cref="JobsOptions.MaxDownloads"/>.</summary>
    public required int MaxDownloads { get; init; }

    public required WorkerShare Share { get; init; }

    /// <summary>What <see cref="IWorkerDetails"/> gave; absent where the worker's domain tells nothing.</summary>
    public string? Details { get; init; }
}

/// <summary>Which part of the queue is a worker's.</summary>
/// <param name="Partitions">Those assigned to it, by topic; none where the queue has no partitions.</param>
/// <param name="Lag">Messages of its part that nobody has done yet; null while that is not known.</param>
public sealed record WorkerShare(IReadOnlyList<TopicPartitions> Partitions, long? Lag);

/// <param name="Topic">The topic.</param>
/// <param name="Numbers">Numbers of its partitions, in order.</param>
public sealed record TopicPartitions(string Topic, IReadOnlyList<int> Numbers);
