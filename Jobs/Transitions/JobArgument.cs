namespace Jobs.Transitions;

/// <summary>The values that a transition takes from its caller, see <see cref="TransitionArguments"/>.</summary>
public enum JobArgument
{
    Now,
    Worker,

    /// <summary>The fence of the caller's claim.</summary>
    Held,

    LeaseEnd,
    RetryTime,
    RelayTime,
    Delay,
    Reason,
    Steps,
    Output,
}
