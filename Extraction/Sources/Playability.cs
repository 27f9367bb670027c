using Jobs.Failures;

namespace Extraction.Sources;

/// <summary>
/// Classifies the messages that YouTube shows for videos it does not play. The message itself becomes the reason.
/// </summary>
public static class Playability
{
    /// <summary>
    /// Messages about this client, not about the video: a guest that asks too often gets the same answer.
    /// </summary>
    private static readonly string[] SlowDown =
    [
        "not a bot", "429", "Too Many Requests", "rate-limit", "rate limit", "try again later", "unusual traffic",
        "captcha",
    ];

    /// <summary>The first match counts, because the message for a removed video may also say "private".</summary>
    private static readonly (string Code, string[] Parts)[] Codes =
    [
        (SourceFailureCodes.MembersOnly, ["members-only", "members only", "Premium members", "Join this channel"]),
        (SourceFailureCodes.Payment, ["requires payment", "purchase", " rent"]),
        (
            SourceFailureCodes.AgeRestricted,
            ["confirm your age", "age-restricted", "age restricted", "inappropriate for some users"]),
        (SourceFailureCodes.Region, ["in your country", "your location"]),
        (SourceFailureCodes.NotStarted, ["live event will begin", "Premieres in", "premiere", "Offline"]),
        (
            SourceFailureCodes.Removed,
            [
                "removed", "terminated", "copyright", "account associated", "violating", "deleted",
                "no longer available",
            ]),
        (SourceFailureCodes.Private, ["private"]),
    ];

    /// <summary>
    /// Returns the code for a message about an unavailable video; null when the message gives no reason.
    /// </summary>
    public static string? CodeOf(string reason) =>
        Array.Find(Codes, one => ContainsAny(reason, one.Parts)).Code;

    /// <summary>Checks whether a message asks this client to slow down.</summary>
    public static bool AsksToSlowDown(string reason) => ContainsAny(reason, SlowDown);

    /// <summary>Describes a video that YouTube does not play.</summary>
    /// <param name="reason">YouTube's message; null when there is none.</param>
    public static SourceFailure NotPlayable(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? new(FailureKind.Unavailable, "This video is not available.")
        : AsksToSlowDown(reason) ? new(FailureKind.RateLimited, $"YouTube asks us to slow down: {Sentence(reason)}")
        : new(FailureKind.Unavailable, Sentence(reason), code: CodeOf(reason));

    /// <summary>Ends a text with a period.</summary>
    public static string Sentence(string text) => text.EndsWith('.') ? text : $"{text}.";

    private static bool ContainsAny(string reason, string[] parts) =>
        Array.Exists(parts, part => reason.Contains(part, StringComparison.OrdinalIgnoreCase));
}
