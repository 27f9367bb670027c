using Extraction.Sources;
using Jobs.Failures;

namespace Extraction.Sources;

/// <summary>What YouTube's words mean about a video that it does not play. They are kept as the reason.</summary>
public static class Playability
{
    /// <summary>
    /// These are about us, not about the video: the same answer has been given to a guest who asked too often.
    /// </summary>
    private static readonly string[] SlowDown =
        ["not a bot", "429", "Too Many Requests", "rate-limit", "rate limit", "try again later", "unusual traffic", "captcha"];

    /// <summary>
    /// The first entry of which a part is found counts: a video that was removed may also be called private.
    /// </summary>
    private static readonly (string Code, string[] Parts)[] Codes =
    [
        (SourceFailureCodes.MembersOnly, ["members-only", "members only", "Premium members", "Join this channel"]),
        (SourceFailureCodes.Payment, ["requires payment", "purchase", " rent"]),
        (
            SourceFailureCodes.AgeRestricted,
            ["confirm your age", "age-restricted", "age restricted", "inappropriate for some users"]),
        (SourceFailureCodes.Region, ["in your country", "your location"]),
        (SourceFailureCodes.NotStarted, ["live event will begin", "Premieres in", "premiere", "Offline"]),
        (SourceFailureCodes.Removed, ["removed", "terminated", "copyright", "account associated", "violating", "deleted", "no longer available"]),
        (SourceFailureCodes.Private, ["private"]),
    ];

    /// <summary>
    /// What YouTube's words say of a video that is not to be had; null when they say no more than that.
    /// </summary>
    public static string? CodeOf(string reason) => Array
        .Find(Codes, one => one.Parts.Any(part => reason.Contains(part, StringComparison.OrdinalIgnoreCase))).Code;

    public static bool AsksToSlowDown(string reason) =>
        SlowDown.Any(part => reason.Contains(part, StringComparison.OrdinalIgnoreCase));

    public static SourceResult.Failed NotPlayable(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? new(FailureKind.Unavailable, "This video is not available.")
        : AsksToSlowDown(reason) ? new(FailureKind.RateLimited, $"YouTube asks us to slow down: {Sentence(reason)}")
        : new(FailureKind.Unavailable, Sentence(reason), code: CodeOf(reason));

    public static string Sentence(string text) => text.EndsWith('.') ? text : $"{text}.";
}
