namespace Jobs.Transitions;

/// <summary>A new value for one field: closed, so that a switch over it is complete.</summary>
public abstract record FieldChange
{
    private FieldChange() { }

    public required JobField Field { get; init; }

    /// <summary>Sets the field to an argument.</summary>
    public sealed record Assign(JobArgument Argument) : FieldChange;

    /// <summary>Adds a number to a count.</summary>
    public sealed record Add(int Number) : FieldChange;

    /// <summary>Sets a count to 0.</summary>
    public sealed record Reset : FieldChange;

    /// <summary>
    /// Sets the field to now + delay × 2^relays, where <see cref="Job.Relays"/> counts up to
    /// <paramref name="MaxDoublings"/>.
    /// </summary>
    public sealed record Schedule(int MaxDoublings) : FieldChange
    {
        /// <summary>Returns the delay of a job that was relayed this often.</summary>
        public TimeSpan After(TimeSpan delay, int relays) => delay * (1 << Math.Min(relays, MaxDoublings));
    }
}

/// <summary>The words of <see cref="JobTransitions"/>.</summary>
internal static class FieldChanges
{
    public static FieldChange To(this JobField field, JobArgument argument) =>
        new FieldChange.Assign(argument) { Field = field };

    public static FieldChange Plus(this JobField field, int number) => new FieldChange.Add(number) { Field = field };

    public static FieldChange ToZero(this JobField field) => new FieldChange.Reset { Field = field };

    public static FieldChange AfterDelay(this JobField field, int maxDoublings) =>
        new FieldChange.Schedule(maxDoublings) { Field = field };

    /// <summary>Adds a condition: the time in the field has come.</summary>
    public static JobSource Once(this JobState state, JobField field) => new(state, field);

    /// <summary>Adds a condition: the field has a time.</summary>
    public static JobSource With(this JobState state, JobField field) => new(state, Has: field);
}
