using System.Globalization;
using Extraction.Links;
using Extraction.Lists;

namespace Adapters.YouTubeSources.YtDlp;

/// <summary>The arguments of a run. What a user put into yt-dlp's own configuration plays no part.</summary>
internal static class YtDlpArguments
{
    public static IReadOnlyList<string> For(VideoId id, YtDlpOptions options) =>
        [.. Common(options), "--no-playlist", "-J", "--", $"https://www.youtube.com/watch?v={id.Value}"];

    /// <summary>Of a list's entries only what its own pages say, without a visit to each video.</summary>
    public static IReadOnlyList<string> For(ListAddress list, int skip, int count, YtDlpOptions options) =>
    [
        .. Common(options), "--yes-playlist", "--flat-playlist",
        "--playlist-items", string.Create(CultureInfo.InvariantCulture, $"{skip + 1}:{skip + count}"), "-J", "--", list.Url.AbsoluteUri,
    ];

    private static List<string> Common(YtDlpOptions options)
    {
        List<string> arguments =
        [
            "--ignore-config", "--no-warnings", "--socket-timeout", "15",

            // The job is retried with a backoff; yt-dlp's own blind repeats only make a block last longer.
            "--extractor-retries", "0",
        ];
        if (!string.IsNullOrWhiteSpace(options.Proxy))
            arguments.AddRange(["--proxy", options.Proxy]);
        if (options.NoCheckCertificates)
            arguments.Add("--no-check-certificates");
        if (!string.IsNullOrWhiteSpace(options.ExtractorArgs))
            arguments.AddRange(["--extractor-args", options.ExtractorArgs]);
        return arguments;
    }
}
