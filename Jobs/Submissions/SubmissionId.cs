using System.Diagnostics.CodeAnalysis;

namespace Jobs.Submissions;

/// <summary>The ID of a submission: a version 7 UUID, so IDs sort by the time of acceptance.</summary>
public readonly record struct SubmissionId(Guid Value)
{
    public static SubmissionId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static bool TryParse([NotNullWhen(true)] string? text, out SubmissionId id)
    {
        var parsed = Guid.TryParseExact(text, "N", out var value);
        id = new SubmissionId(value);
        return parsed;
    }

    /// <summary>Returns 32 lowercase hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");
}
