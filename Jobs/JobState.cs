namespace Jobs;

/// <summary>The state of a job. <see cref="JobTransitions"/> lists the changes between states.</summary>
public enum JobState
{
    /// <summary>Stored: waits for its turn, or for the confirmation of the queue.</summary>
    Accepted = 0,

    /// <summary>Confirmed by the queue, waiting for a worker.</summary>
    Queued = 1,

    /// <summary>Claimed by a worker, under a lease.</summary>
    Running = 2,

    /// <summary>Failed for now; runs again when due.</summary>
    Retrying = 3,

    Succeeded = 4,
    Failed = 5,
    Cancelled = 6,
}
