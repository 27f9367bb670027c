using Jobs.Failures;

namespace Jobs.Transitions;

/// <summary>
/// Applies transitions to jobs in memory: the meaning of <see cref="JobTransitions"/>, which every store must match.
/// </summary>
public static class JobModel
{
    /// <summary>Checks the state, the condition, and the fence of a transition.</summary>
    public static bool AppliesTo(this JobTransition transition, Job job, in TransitionArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(transition);
        ArgumentNullException.ThrowIfNull(job);
        if (transition.HoldsFence && job.Fence != arguments.Fence)
            return false;

        foreach (var source in transition.From)
        {
            if (source.State == job.State)
            {
                return (source.Reached is not { } time || TimeOf(job, time) <= arguments.Now)
                    && (source.Has is not { } field || TimeOf(job, field) is not null);
            }
        }

        return false;
    }

    /// <summary>Returns the changed job, or null when the transition does not apply.</summary>
    public static Job? Apply(this JobTransition transition, Job job, in TransitionArguments arguments)
    {
        if (!transition.AppliesTo(job, arguments))
            return null;

        var changed = job with { State = transition.To ?? job.State };
        foreach (var change in transition.Sets)
            changed = Set(changed, change.Field, ValueOf(change, job, arguments));
        foreach (var field in transition.Clears)
            changed = Set(changed, field, null);
        return changed;
    }

    private static object? ValueOf(FieldChange change, Job before, in TransitionArguments arguments) => change switch
    {
        FieldChange.Assign assign => ValueOf(assign.Argument, arguments),
        FieldChange.Add add => CountOf(before, add.Field) + add.Number,
        FieldChange.Reset => 0,
        FieldChange.Schedule schedule => arguments.Now + schedule.After(arguments.Delay, before.Relays),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "Add this change to the model."),
    };

    private static object? ValueOf(JobArgument argument, in TransitionArguments arguments) => argument switch
    {
        JobArgument.Now => arguments.Now,
        JobArgument.Worker => arguments.Worker,
        JobArgument.Held => arguments.Fence,
        JobArgument.LeaseEnd => arguments.LeaseEnd,
        JobArgument.RetryTime => arguments.RetryTime,
        JobArgument.RelayTime => arguments.RelayTime,
        JobArgument.Delay => arguments.Delay,
        JobArgument.Reason => arguments.Reason,
        JobArgument.Steps => arguments.Steps,
        JobArgument.Output => arguments.Output,
        _ => throw new ArgumentOutOfRangeException(nameof(argument), argument, "Add this argument to the model."),
    };

    private static int CountOf(Job job, JobField field) => field switch
    {
        JobField.Attempt => job.Attempt,
        JobField.Fence => job.Fence,
        JobField.Relays => job.Relays,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Choose a field that counts."),
    };

    private static DateTimeOffset? TimeOf(Job job, JobField field) => field switch
    {
        JobField.DueAt => job.DueAt,
        JobField.LeaseExpiresAt => job.LeaseExpiresAt,
        JobField.NextRelayAt => job.NextRelayAt,
        JobField.WaitsSince => job.WaitsSince,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Choose a field that a job waits for."),
    };

    private static Job Set(Job job, JobField field, object? value) => field switch
    {
        JobField.Attempt => job with { Attempt = (int)value! },
        JobField.Fence => job with { Fence = (int)value! },
        JobField.CompletedFence => job with { CompletedFence = (int)value! },
        JobField.Relays => job with { Relays = (int)value! },
        JobField.RetriedAt => job with { RetriedAt = (DateTimeOffset?)value },
        JobField.QueuedAt => job with { QueuedAt = (DateTimeOffset?)value },
        JobField.StartedAt => job with { StartedAt = (DateTimeOffset?)value },
        JobField.FinishedAt => job with { FinishedAt = (DateTimeOffset?)value },
        JobField.DueAt => job with { DueAt = (DateTimeOffset?)value },
        JobField.LeaseExpiresAt => job with { LeaseExpiresAt = (DateTimeOffset?)value },
        JobField.NextRelayAt => job with { NextRelayAt = (DateTimeOffset?)value },
        JobField.WaitsSince => job with { WaitsSince = (DateTimeOffset?)value },
        JobField.ReleasedAt => job with { ReleasedAt = (DateTimeOffset?)value },
        JobField.UpdatedAt => job with { UpdatedAt = (DateTimeOffset)value! },
        JobField.Owner => job with { Owner = (string?)value },
        JobField.Failure => job with { Failure = (Failure?)value },
        JobField.Stages => job with { Stages = (IReadOnlyList<Stage>?)value ?? [] },
        JobField.Result => job with { Result = (string?)value },
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Add this field to the model."),
    };
}
