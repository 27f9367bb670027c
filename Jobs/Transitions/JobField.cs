namespace Jobs.Transitions;

/// <summary>The fields of a <see cref="Job"/> that transitions change, apart from its state.</summary>
public enum JobField
{
    Attempt,
    Fence,
    CompletedFence,
    Relays,
    RetriedAt,
    QueuedAt,
    StartedAt,
    FinishedAt,
    DueAt,
    LeaseExpiresAt,
    NextRelayAt,
    WaitsSince,
    ReleasedAt,
    UpdatedAt,
    Owner,
    Failure,
    Stages,
    Result,
}
