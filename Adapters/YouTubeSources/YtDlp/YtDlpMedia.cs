using Extraction.Media;
using Extraction.Sources;
using Extraction.Videos;

namespace Adapters.YouTubeSources.YtDlp;

/// <summary>What can be downloaded, from what yt-dlp wrote.</summary>
internal static class YtDlpMedia
{
    public static MediaManifest Make(YtDlpInfo info) =>
        new(SourceNames.YtDlp, [.. Streams(info)], [.. Captions(info)], [.. Thumbnails(info)]);

    private static IEnumerable<MediaStream> Streams(YtDlpInfo info) =>
        from format in info.Formats ?? []
        let itag = YtDlpVideo.Itag(format.FormatId)
        where itag is not null && format.Ext is not null
        let url = Address(format.Url)
        let picture = YtDlpVideo.Codec(format.Vcodec)
        let sound = YtDlpVideo.Codec(format.Acodec)
        where url is not null && IsFile(format, url) && (picture ?? sound) is not null
        select new MediaStream
        {
            Itag = itag.Value,
            Url = url,
            Container = format.Ext == "m4a" ? "mp4" : format.Ext!,
            VideoCodec = picture,
            AudioCodec = sound,
            Bitrate = (long)Math.Round((format.Tbr ?? 0) * 1000),
            Size = format.Filesize is > 0 ? format.Filesize : null,
            Height = format.Height,
            Fps = format.Fps,
            Language = Absent.IfEmpty(format.Language),
            IsDefaultLanguage = format.LanguagePreference is null or >= 0 || string.IsNullOrEmpty(format.Language),
        };

    /// <summary>
    /// Playlists of pieces (HLS, DASH) cannot be fetched in ranges. Older versions name a file by the way in which they
    /// would fetch it, as pieces, too; its address tells.
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
        from thumbnail in info.Thumbnails ?? []
        where ThumbnailAddress.IsKnown(thumbnail.Url)
        let url = Address(thumbnail.Url)
        where url is not null
        orderby (long)(thumbnail.Width ?? 0) * (thumbnail.Height ?? 0) descending
        select url;

    private static Uri? Address(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
            ? address : null;
}
