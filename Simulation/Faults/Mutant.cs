namespace Simulation.Faults;

/// <summary>
/// A small wrong turn of the simulated store, or of the way to it. Each of them breaks the contract within a thousand
/// seeds: a judge that misses one is too kind.
/// </summary>
internal enum Mutant
{
    None,

    /// <summary>A claim that another one followed can still complete.</summary>
    CompletesWithoutFence,

    /// <summary>A confirmation of an old message counts for a job that was claimed since.</summary>
    ConfirmsWithoutFence,

    /// <summary>A job can be claimed while another worker runs it.</summary>
    ClaimsRunningJobs,

    /// <summary>The relay takes running jobs whose lease has not ended.</summary>
    ExpiresAnyLease,

    /// <summary>The relay judges leases right after an outage, before renewals can come.</summary>
    ExpiresRightAfterAnOutage,

    /// <summary>Each process judges by the clock of its machine.</summary>
    JudgesByLocalClocks,

    /// <summary>The relay never takes a job from a dead worker.</summary>
    NeverExpires,

    /// <summary>The relay never repeats a message.</summary>
    NeverRepublishes,

    /// <summary>A repeated idempotency key stores a second submission.</summary>
    ForgetsIdempotencyKeys,

    /// <summary>A job is added although its submission has one with its key.</summary>
    AddsJobsTwice,

    /// <summary>A submission of several jobs is stored without its last one.</summary>
    LosesAJob,

    /// <summary>Some dead letters are not kept.</summary>
    LosesDeadLetters,

    /// <summary>A dead letter cannot be removed by its ID.</summary>
    KeepsDeadLetters,

    /// <summary>A dead letter replaces, and removes, that of a later claim.</summary>
    ReplacesLaterDeadLetters,

    /// <summary>The dead letter is written after the end of its job.</summary>
    WritesDeadLettersLate,

    /// <summary>Some completions report success and change nothing.</summary>
    CompletesWithoutEffect,

    /// <summary>A completion whose answer was lost cannot be found again.</summary>
    ForgetsCompletions,

    /// <summary>A submission seems to have ended while a job of it runs.</summary>
    NotifiesEarly,

    /// <summary>The webhook of some submissions is not kept.</summary>
    LosesWebhooks,

    /// <summary>Canceled jobs are counted as open.</summary>
    Miscounts,

    /// <summary>A job that is put back is in no lane.</summary>
    ForgetsLanes,

    /// <summary>The spool goes on after a page that was not marked.</summary>
    SkipsPages,

    /// <summary>The spool does not keep the files that it was asked to keep.</summary>
    LosesFiles,

    /// <summary>A store whose disk is full keeps a submission without its jobs.</summary>
    KeepsHalfWhenFull,

    /// <summary>An attempt that a stop cut off counts.</summary>
    CountsStops,

    /// <summary>Each process asks the store once for its time, and goes on by its own clock.</summary>
    ReadsTheClockOnce,

    /// <summary>A gateway keeps the subscriptions of watchers that are gone.</summary>
    KeepsSubscriptions,
}
