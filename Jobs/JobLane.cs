namespace Jobs;

/// <summary>One of the queues in the store: the jobs of one client with the same kind and priority.</summary>
/// <param name="Priority">The priority.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Client">The client.</param>
public readonly record struct JobLane(JobPriority Priority, string Kind, string Client);
