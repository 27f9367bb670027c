namespace Jobs.Stores;

/// <summary>
/// Hands jobs to workers under leases. Every change is one conditional update, so any number of processes may call at
/// once; when a call returns, its effect survives the death of any process.
/// </summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IClaimStore
{
    /// <summary>Claims a job for a worker, see <see cref="JobTransitions.Claim"/>.</summary>
    /// <returns>
    /// The job with its payload, or null when it cannot be claimed: finished, claimed, not due, or unknown.
    /// </returns>
    ValueTask<Job?> ClaimAsync(
        JobId id, string owner, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken);

    /// <summary>Extends leases, see <see cref="JobTransitions.Renew"/>.</summary>
    /// <returns>The lost leases: the outbox relay took the job, or it was canceled.</returns>
    ValueTask<IReadOnlyList<Lease>> RenewAsync(
        IReadOnlyList<Lease> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken);

    /// <summary>
    /// Ends an attempt, see <see cref="JobTransitions.For(Completion)"/>, if the lease is still the job's latest claim.
    /// </summary>
    /// <returns>False when the lease is lost; nothing changes then.</returns>
    /// <remarks>An expired lease still holds until the outbox relay takes the job.</remarks>
    ValueTask<bool> CompleteAsync(Lease lease, Completion completion, CancellationToken cancellationToken);
}
