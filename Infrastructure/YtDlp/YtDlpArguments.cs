using Extraction.Links;

namespace Infrastructure.YtDlp;

/// <summary>The arguments of a run. What a user put into yt-dlp's own configuration plays no part.</summary>
internal static class YtDlpArguments
{
    public static IReadOnlyList<string> For(VideoId id, YtDlpOptions options)
    {
        List<string> arguments =
        [
            "--ignore-config", "--no-warnings", "--no-playlist", "--socket-timeout", "15",

            // The job is retried with a backoff; yt-dlp's own blind repeats only make a block last longer.
            "--extractor-retries", "0",
        ];
        if (!string.IsNullOrWhiteSpace(options.Proxy))
            arguments.AddRange(["--proxy", options.Proxy]);
        if (options.NoCheckCertificates)
            arguments.Add("--no-check-certificates");
        if (!string.IsNullOrWhiteSpace(options.ExtractorArgs))
            arguments.AddRange(["--extractor-args", options.ExtractorArgs]);
        return [.. arguments, "-J", "--", $"https://www.youtube.com/watch?v={id.Value}"];
    }
}
