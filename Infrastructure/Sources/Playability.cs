using Extraction.Sources;
using Jobs.Failures;

namespace Infrastructure.Sources;

/// <summary>What YouTube's words mean about a video that it does not play. They are kept as the reason.</summary>
internal static class Playability
{
    /// <summary>These are about us, not about the video: the same answer has been given to a guest who asked too often.</summary>
    private static readonly string[] SlowDown =
        ["not a bot", "429", "Too Many Requests", "rate-limit", "rate limit", "try again later", "unusual traffic", "captcha"];

    public static bool AsksToSlowDown(string reason) =>
        SlowDown.Any(part => reason.Contains(part, StringComparison.OrdinalIgnoreCase));

    public static SourceResult.Failed NotPlayable(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? new(FailureKind.Unavailable, "This video is not available.")
        : AsksToSlowDown(reason) ? new(FailureKind.RateLimited, $"YouTube asks us to slow down: {Sentence(reason)}")
        : new(FailureKind.Unavailable, Sentence(reason));

    public static string Sentence(string text) => text.EndsWith('.') ? text : $"{text}.";
}
