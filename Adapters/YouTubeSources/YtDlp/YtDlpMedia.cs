using Extraction.Media;
using Extraction.Sources;
using Extraction.Videos;

namespace Adapters.YouTubeSources.YtDlp;

/// <summary>Maps yt-dlp's JSON to the streams, captions, and thumbnails that can be downloaded.</summary>
internal static class YtDlpMedia
{
    public static MediaManifest Make(YtDlpInfo info) =>
        new(YtDlpSource.SourceName, [.. Streams(info)], [.. Captions(info)], [.. Thumbnails(info)]);

    private static IEnumerable<MediaStream> Streams(YtDlpInfo info) =>
        from format in info.Formats?.OfType<YtDlpFormat>() ?? []
        let itag = YtDlpVideo.Itag(format.FormatId)
        where itag is not null && format.Ext is not null
        let url = Address(format.Url)
        let videoCodec = YtDlpVideo.Codec(format.Vcodec)
        let audioCodec = YtDlpVideo.Codec(format.Acodec)
        where url is not null && IsFile(format, url) && (videoCodec ?? audioCodec) is not null
        select new MediaStream
        {
            Itag = itag.Value,
            Url = url,
            Container = format.Ext == "m4a" ? "mp4" : format.Ext!,
            VideoCodec = videoCodec,
            AudioCodec = audioCodec,
            Bitrate = (long)Math.Round((format.Tbr ?? 0) * 1000),
            Size = format.Filesize is > 0 ? format.Filesize : null,
            Height = format.Height,
            Fps = format.Fps,
            Language = Absent.IfEmpty(format.Language),
            IsDefaultLanguage = format.LanguagePreference is null or >= 0 || string.IsNullOrEmpty(format.Language),
        };

    /// <summary>
    /// Segment playlists (HLS, DASH) cannot be fetched in ranges. Older versions also report a file as segments when
    /// they would fetch it that way; the address tells the difference.
    /// </summary>
    private static bool IsFile(YtDlpFormat format, Uri url) =>
        format.Protocol is "https" or "http" || url.AbsolutePath == "/videoplayback";

    private static IEnumerable<CaptionSource> Captions(YtDlpInfo info) =>
        Tracks(info.Subtitles, isAutomatic: false)
            .Concat(Tracks(info.AutomaticCaptions, isAutomatic: true))
            .DistinctBy(track => (track.Language, track.IsAutomatic));

    private static IEnumerable<CaptionSource> Tracks(
        IReadOnlyDictionary<string, IReadOnlyList<YtDlpCaption>?>? tracks, bool isAutomatic) =>
        from track in tracks ?? new Dictionary<string, IReadOnlyList<YtDlpCaption>?>()
        let first = track.Value is [var one, ..] ? one : null
        where YtDlpVideo.IsTrack(track.Key, first)
        let url = Address(first.Url)
        where url is not null
        select new CaptionSource(YtDlpVideo.Language(track.Key), isAutomatic, url);

    private static IEnumerable<Uri> Thumbnails(YtDlpInfo info) =>
        from thumbnail in info.Thumbnails?.OfType<YtDlpThumbnail>() ?? []
        where ThumbnailAddress.IsKnown(thumbnail.Url)
        let url = Address(thumbnail.Url)
        where url is not null
        orderby (long)(thumbnail.Width ?? 0) * (thumbnail.Height ?? 0) descending
        select url;

    private static Uri? Address(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
            ? address
            : null;
}
