using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using StandIn.Pages;

namespace StandIn.Videos;

/// <summary>
/// The player answer of a synthetic video, in the recorded form. Written from a template in UTF-8, because this is the
/// page that load tests ask for most.
/// </summary>
internal static class SyntheticPlayer
{
    private static readonly Template Head = new(
        """
        {"playabilityStatus":{"status":"OK","playableInEmbed":true},"streamingData":{"expiresInSeconds":"21540","formats":[
        """);

    private static readonly Template Format = new(
        """
        {"itag":{itag},"url":"https://standin.googlevideo.com/videoplayback?id={id}&itag={itag}&clen={bytes}","mimeType":"{mime}","bitrate":{bitrate},"contentLength":"{bytes}","averageBitrate":{bitrate},"approxDurationMs":"{milliseconds}","lastModified":"1577836800000000",{shape}}
        """);

    private static readonly Template Tail = new(
        """
        ]},"captions":{"playerCaptionsTracklistRenderer":{"captionTracks":[{"baseUrl":"https://www.youtube.com/api/timedtext?v={id}&lang=en","name":{"runs":[{"text":"English"}]},"vssId":".en","languageCode":"en","isTranslatable":true,"trackName":""}],"audioTracks":[{"captionTrackIndices":[0]}],"defaultAudioTrackIndex":0}},"videoDetails":{"videoId":"{id}","title":"{title}","lengthSeconds":"{seconds}","keywords":["stand-in"],"channelId":"{channel}","isOwnerViewing":false,"shortDescription":"{description}","isCrawlable":true,"thumbnail":{"thumbnails":[{"url":"https://i.ytimg.com/vi/{id}/mqdefault.jpg","width":320,"height":180},{"url":"https://i.ytimg.com/vi/{id}/hqdefault.jpg","width":480,"height":360}]},"allowRatings":true,"viewCount":"{views}","author":"{author}","isPrivate":false,"isUnpluggedCorpus":false,"isLiveContent":false},"microformat":{"playerMicroformatRenderer":{"title":{"simpleText":"{title}"},"description":{"simpleText":"{description}"},"lengthSeconds":"{seconds}","ownerProfileUrl":"{owner}","externalChannelId":"{channel}","isFamilySafe":true,"isUnlisted":false,"viewCount":"{views}","category":"Education","publishDate":"{uploaded}","ownerChannelName":"{author}","uploadDate":"{uploaded}","likeCount":"{likes}","externalVideoId":"{id}","canonicalUrl":"https://www.youtube.com/watch?v={id}"}}}
        """);

    private static readonly byte[] AdaptiveFormats = "],\"adaptiveFormats\":["u8.ToArray();

    public static ReadOnlyMemory<byte> Write(
        string id, VideoDetails details, ImmutableArray<StreamFormat> formats, long bytes)
    {
        // Measured: five formats and the rest are 4,100 to 4,200 bytes.
        var buffer = new ArrayBufferWriter<byte>(4500);
        Head.WriteTo(buffer, _ => "");
        for (var index = 0; index < formats.Length; index++)
        {
            // The first has audio and video; the others are adaptive.
            if (index == 1)
                buffer.Write(AdaptiveFormats);
            else if (index > 1)
                buffer.Write(","u8);
            var format = formats[index];
            Format.WriteTo(buffer, slot => FormatValue(slot, id, format, bytes));
        }

        Tail.WriteTo(buffer, slot => DetailsValue(slot, id, details));
        return buffer.WrittenMemory;
    }

    private static string FormatValue(string slot, string id, StreamFormat format, long bytes) => slot switch
    {
        "id" => id,
        "itag" => Text(format.Itag),
        "bytes" => Text(bytes),
        "mime" => format.MimeType.Replace("\"", "\\\"", StringComparison.Ordinal),
        "bitrate" => Text((long)(bytes * 8 / format.Duration!.Value.TotalSeconds)),
        "milliseconds" => Text((long)format.Duration!.Value.TotalMilliseconds),
        _ => format.Height is { } height
            ? $"\"width\":{format.Width},\"height\":{height},\"fps\":{format.Fps},\"quality\":\"medium\",\"qualityLabel\":\"{height}p\""
            : "\"audioQuality\":\"AUDIO_QUALITY_MEDIUM\",\"audioSampleRate\":\"48000\",\"audioChannels\":2",
    };

    private static string DetailsValue(string slot, string id, VideoDetails details) => slot switch
    {
        "id" => id,
        "title" => details.Title,
        "author" => details.Author,
        "channel" => details.ChannelId,
        "description" => details.Description,
        "seconds" => Text(details.LengthSeconds),
        "views" => Text(details.Views ?? 0),
        "likes" => Text(details.Likes ?? 0),
        "owner" => details.OwnerUrl ?? "",
        _ => details.UploadDate ?? "",
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
