using System.Globalization;
using Extraction.Links;
using Extraction.Lists;

namespace Adapters.YouTubeSources.YtDlp;

/// <summary>Builds the arguments of a run. The user's own yt-dlp configuration is ignored.</summary>
internal static class YtDlpArguments
{
    public static IReadOnlyList<string> For(VideoId id, YtDlpOptions options) =>
        [.. Common(options), "--no-playlist", "-J", "--", $"https://www.youtube.com/watch?v={id.Value}"];

    /// <summary>Reads a list's own pages only, without a request for each video.</summary>
    public static IReadOnlyList<string> For(ListAddress list, int skip, int count, YtDlpOptions options) =>
    [
        .. Common(options), "--yes-playlist", "--flat-playlist",
        "--playlist-items", string.Create(CultureInfo.InvariantCulture, $"{skip + 1}:{skip + count}"),
        "-J", "--", list.Url.AbsoluteUri,
    ];

    private static List<string> Common(YtDlpOptions options)
    {
        List<string> arguments =
        [
            "--ignore-config", "--no-warnings", "--socket-timeout", "15",

            // The job is retried with backoff; yt-dlp's own immediate retries only prolong a block.
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
