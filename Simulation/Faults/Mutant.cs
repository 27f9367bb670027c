namespace Simulation.Faults;

/// <summary>
/// A small wrong turn of the store or of the way to it. A simulation that does not find it is too kind: each of them
/// breaks the contract within a thousand seeds.
/// </summary>
internal enum Mutant
{
    None,

    /// <summary>A claim that another one followed can still complete.</summary>
    CompletesWithoutFence,

    /// <summary>A confirmation of an old message counts for a job that was claimed since.</summary>
    ConfirmsWithoutFence,

    /// <summary>A running job can be claimed before its lease has expired.</summary>
    ClaimsWithoutLease,

    /// <summary>The relay takes running jobs whose lease has not expired.</summary>
    ExpiresEarly,

    /// <summary>Leases are never found expired.</summary>
    NeverExpires,

    /// <summary>The relay does not repeat what the queue has not confirmed.</summary>
    NeverRepublishes,

    /// <summary>A repeated idempotency key stores a second submission.</summary>
    ForgetsIdempotencyKeys,

    /// <summary>Jobs whose key the submission already has are added again.</summary>
    AddsJobsTwice,

    /// <summary>A submission is stored with one job missing.</summary>
    LosesAJob,

    /// <summary>The dead letter is written and not kept.</summary>
    LosesDeadLetters,

    /// <summary>A rerun keeps the dead letter.</summary>
    KeepsDeadLetters,

    /// <summary>A completion reports success and changes nothing.</summary>
    CompletesWithoutEffect,

    /// <summary>A webhook is cleared although its job was not stored.</summary>
    TakesWebhooksEarly,

    /// <summary>The counts of a submission miss a move.</summary>
    Miscounts,

    /// <summary>A job that is put back leaves its lane.</summary>
    ForgetsLanes,

    /// <summary>A completion whose answer was lost is answered as a lost lease.</summary>
    ForgetsCompletions,
}
