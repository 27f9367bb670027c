using System.Collections.Immutable;
using System.Globalization;
using Extraction.Sources;
using Extraction.Videos;

namespace Adapters.YouTubeSources.YtDlp;

/// <summary>Maps yt-dlp's JSON to the video document.</summary>
internal static class YtDlpVideo
{
    /// <summary>A bound of durations and times, which keeps them within their types: the year 5138.</summary>
    private const double MaxSeconds = 1e11;

    public static Video? TryMake(YtDlpInfo info, string? version, DateTimeOffset fetchedAt) =>
        string.IsNullOrEmpty(info.Id) || info.Title is null
            ? null
            : new Video
            {
                Id = info.Id,
                Title = info.Title,
                Author = Absent.IfEmpty(info.Channel) ?? Absent.IfEmpty(info.Uploader),
                ChannelId = Absent.IfEmpty(info.ChannelId),
                Description = Absent.IfEmpty(info.Description),
                Duration = info.Duration is > 0 and < MaxSeconds and var seconds ? TimeSpan.FromSeconds(seconds) : null,
                UploadedAt = Date(info.UploadDate),
                PublishedAt = info.Timestamp is > 0 and < MaxSeconds and var at
                    ? DateTimeOffset.FromUnixTimeSeconds((long)at)
                    : null,
                ViewCount = info.ViewCount,
                LikeCount = info.LikeCount,
                Keywords = [.. info.Tags?.OfType<string>() ?? []],
                Category = info.Categories is [var category, ..] ? category : null,
                Thumbnails = [.. Thumbnails(info)],
                IsLive = info.LiveStatus switch
                {
                    null or "" => null,
                    "not_live" => false,
                    _ => true,
                },

                // yt-dlp writes 0 both for "suitable for everyone" and for "unknown".
                IsFamilySafe = info.AgeLimit >= 18 ? false : null,
                Streams = [.. Streams(info)],
                Captions = [.. Captions(info)],
                Source = YtDlpSource.SourceName,
                SourceClient = version,
                FetchedAt = fetchedAt,
            };

    /// <summary>Reads a format's number; storyboards have none, and <c>140-drc</c> is a variant of 140.</summary>
    internal static int? Itag(string? formatId) =>
        int.TryParse(formatId?.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var itag)
            ? itag
            : null;

    internal static string? Codec(string? codec) => codec is null or "" or "none" ? null : codec;

    /// <summary>
    /// Excludes the chat replay, and machine translations of the automatic captions, which exist for every language.
    /// </summary>
    internal static bool IsTrack(string key, YtDlpCaption? first) =>
        key != "live_chat" && first?.Url?.Contains("tlang=", StringComparison.Ordinal) == false;

    internal static string Language(string key) =>
        key.EndsWith("-orig", StringComparison.Ordinal) ? key[..^"-orig".Length] : key;

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParseExact(
            text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;

    /// <summary>Excludes addresses without a size: yt-dlp guesses them, and not all of them exist.</summary>
    private static IEnumerable<Thumbnail> Thumbnails(YtDlpInfo info) =>
        from thumbnail in info.Thumbnails ?? []
        where thumbnail is { Width: > 0, Height: > 0 } && ThumbnailAddress.IsKnown(thumbnail.Url)
        select new Thumbnail(thumbnail.Url!, thumbnail.Width, thumbnail.Height);

    private static IEnumerable<VideoStream> Streams(YtDlpInfo info) =>
        (from format in info.Formats?.OfType<YtDlpFormat>() ?? []
         let itag = Itag(format.FormatId)
         where itag is not null && !string.IsNullOrEmpty(format.Ext)
         select new VideoStream
         {
             Itag = itag.Value,
             Container = format.Ext!,
             VideoCodec = Codec(format.Vcodec),
             AudioCodec = Codec(format.Acodec),
             Bitrate = format.Tbr is > 0 and var kilobits ? (long)Math.Round(kilobits * 1000) : null,
             Size = format.Filesize is > 0 ? format.Filesize : null,
             Width = format.Width is > 0 ? format.Width : null,
             Height = format.Height is > 0 ? format.Height : null,
             Fps = format.Fps is > 0 ? format.Fps : null,
             Language = Absent.IfEmpty(format.Language),
         }).DistinctBy(stream => (stream.Itag, stream.Language));

    private static IEnumerable<CaptionTrack> Captions(YtDlpInfo info) =>
        Tracks(info.Subtitles, "manual").Concat(Tracks(info.AutomaticCaptions, "automatic"));

    private static IEnumerable<CaptionTrack> Tracks(
        IReadOnlyDictionary<string, IReadOnlyList<YtDlpCaption>?>? tracks, string kind) =>
        (from track in tracks ?? ImmutableDictionary<string, IReadOnlyList<YtDlpCaption>?>.Empty
         let first = track.Value is [var one, ..] ? one : null
         where IsTrack(track.Key, first)
         let language = Language(track.Key)
         select new CaptionTrack(language, Absent.IfEmpty(first.Name), kind)).DistinctBy(track => track.Language);
}
