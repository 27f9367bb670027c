namespace Jobs.Stores;

/// <summary>One turn of the outbox relay, on the clock of the store.</summary>
/// <param name="Now">Takes jobs with a turn at or before this.</param>
/// <param name="RepublishDelay">Delay until the next turn, unless the queue confirms; doubles with each one.</param>
/// <param name="Limit">Maximum number of jobs.</param>
public readonly record struct RelayTurn(DateTimeOffset Now, TimeSpan RepublishDelay, int Limit)
{
    /// <summary>Takes running jobs whose lease ended at or before this; null takes none.</summary>
    public DateTimeOffset? LeasesEndedBy { get; init; }
}
