using System.Diagnostics.CodeAnalysis;

namespace Jobs;

/// <summary>The ID of a job: a version 7 UUID, so IDs sort by the time of acceptance.</summary>
public readonly record struct JobId(Guid Value)
{
    public static JobId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static bool TryParse([NotNullWhen(true)] string? text, out JobId id)
    {
        var parsed = Guid.TryParseExact(text, "N", out var value);
        id = new JobId(value);
        return parsed;
    }

    /// <summary>Returns 32 lowercase hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");
}
