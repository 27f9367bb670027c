using Jobs.Failures;
using Jobs.Stores;

namespace Jobs.Transitions;

/// <summary>The caller's values for one transition; each transition reads those that its entry names.</summary>
/// <param name="Now">The time of the store.</param>
public readonly record struct TransitionArguments(DateTimeOffset Now)
{
    /// <summary>The fence that a transition with <see cref="JobTransition.HoldsFence"/> compares.</summary>
    public int Fence { get; init; }

    /// <summary>The new owner of the lease.</summary>
    public string? Worker { get; init; }

    public DateTimeOffset LeaseEnd { get; init; }

    public DateTimeOffset RetryTime { get; init; }

    public DateTimeOffset RelayTime { get; init; }

    /// <summary>Delay until the next turn of the outbox relay, before doubling.</summary>
    public TimeSpan Delay { get; init; }

    public Failure? Reason { get; init; }

    public IReadOnlyList<Stage> Steps { get; init; } = [];

    public string? Output { get; init; }

    /// <summary>Returns the arguments of <see cref="JobTransitions.For(Completion)"/>.</summary>
    public static TransitionArguments For(Lease lease, Completion completion)
    {
        ArgumentNullException.ThrowIfNull(completion);
        return new TransitionArguments(completion.At)
        {
            Fence = lease.Fence,
            Steps = completion.Stages,
            Output = (completion as Completion.Succeeded)?.Result,
            Reason = completion switch
            {
                Completion.Failed failed => failed.Failure,
                Completion.Retrying retrying => retrying.Failure,
                Completion.PutBack back => back.Failure,
                _ => null,
            },
            RetryTime = (completion as Completion.Retrying)?.DueAt ?? default,
        };
    }
}
