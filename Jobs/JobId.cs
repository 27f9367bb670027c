using System.Diagnostics.CodeAnalysis;

namespace Jobs;

/// <summary>The id of a job: a version 7 UUID, so ids sort by the time at which the job was accepted.</summary>
public readonly record struct JobId(Guid Value)
{
    public static JobId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static bool TryParse([NotNullWhen(true)] string? text, out JobId id)
    {
        var parsed = Guid.TryParseExact(text, "N", out var value);
        id = new JobId(value);
        return parsed;
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");
}
