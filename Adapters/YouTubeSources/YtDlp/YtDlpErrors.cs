using System.Collections.Immutable;
using Extraction.Sources;
using Jobs.Failures;

namespace Adapters.YouTubeSources.YtDlp;

/// <summary>Classifies yt-dlp's error messages. They repeat YouTube's own words, which become the reason.</summary>
internal static class YtDlpErrors
{
    private const int MaxReason = 300;

    /// <summary>The first match counts, because a reset connection also says "unable to download".</summary>
    private static readonly ImmutableArray<(FailureKind Kind, ImmutableArray<string> Parts)> Kinds =
    [
        (FailureKind.Transient,
        [
            "urlopen error", "timed out", "Connection reset", "Connection refused", "Connection aborted",
            "Remote end closed", "RemoteDisconnected", "IncompleteRead", "Temporary failure in name resolution",
            "Name or service not known", "getaddrinfo", "Failed to resolve", "Network is unreachable",
            "No route to host", "Tunnel connection failed", "Unable to connect to proxy", "EOF occurred",
            "TransportError", "HTTP Error 5", "SSLError", "Errno 104", "Errno 111", "content too short",
        ]),
        (FailureKind.SourceBroken,
        [
            "please report this issue", "Unable to extract", "Failed to parse", "Failed to extract",
            "No video formats found", "Requested format is not available", "Unable to download", "Traceback",
        ]),
        (FailureKind.Unavailable,
        [
            "private", "unavailable", "not available", "no longer available", "has been removed", "been terminated",
            "copyright", "members-only", "members only", "Premium members", "Join this channel", "requires payment",
            "purchase", "rent", "confirm your age", "age-restricted", "age restricted",
            "inappropriate for some users", "in your country", "your location", "live event will begin",
            "Premieres in", "premiere", "Offline", "live stream recording is not available", "account associated",
            "violating", "does not exist", "Sign in", "been deleted",
        ]),
    ];

    public static Failure Classify(string standardError, int exitCode)
    {
        var message = Message(standardError);
        if (message.Length == 0)
        {
            return new Failure(
                FailureKind.SourceBroken,
                $"yt-dlp exited with code {exitCode} and no error message: update yt-dlp.");
        }

        if (Playability.AsksToSlowDown(message))
            return new Failure(FailureKind.RateLimited, Sentence(FailureKind.RateLimited, message));

        foreach (var (kind, parts) in Kinds)
        {
            if (parts.Any(part => message.Contains(part, StringComparison.OrdinalIgnoreCase)))
                return new Failure(kind, Sentence(kind, message), Code: CodeOf(kind, message));
        }

        return new Failure(FailureKind.SourceBroken, Sentence(FailureKind.SourceBroken, message));
    }

    private static string? CodeOf(FailureKind kind, string message) => kind switch
    {
        FailureKind.Unavailable => Playability.CodeOf(message),
        FailureKind.Transient => message.Contains("HTTP Error 5", StringComparison.Ordinal)
            ? SourceFailureCodes.SourceError
            : SourceFailureCodes.Unreachable,
        _ => null,
    };

    private static string Sentence(FailureKind kind, string message)
    {
        var sentence = Playability.Sentence(message);
        return kind switch
        {
            FailureKind.Unavailable => sentence,
            FailureKind.RateLimited => $"YouTube asks yt-dlp to slow down: {sentence}",
            FailureKind.Transient => $"yt-dlp can't reach YouTube: {sentence}",
            _ => $"yt-dlp does not understand YouTube's answer; an update may help: {sentence}",
        };
    }

    /// <summary>
    /// Returns the last error without the extractor's name, the video's ID, and advice about command-line options.
    /// </summary>
    private static string Message(string standardError)
    {
        var line = standardError
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault(line => line.StartsWith("ERROR:", StringComparison.Ordinal));
        if (line is null)
            return "";

        var message = line["ERROR:".Length..].Trim();
        if (message.StartsWith('[') && message.IndexOf(": ", StringComparison.Ordinal) is var colon and > 0)
            message = message[(colon + 2)..];
        foreach (var aside in new[] { " Use --", " (caused by" })
        {
            if (message.IndexOf(aside, StringComparison.Ordinal) is var at and > 0)
                message = message[..at];
        }

        return message.Length > MaxReason ? message[..MaxReason] : message;
    }
}
