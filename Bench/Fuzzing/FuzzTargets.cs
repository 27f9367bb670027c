using System.Text;
using System.Text.Json;
using Adapters.Webhooks;
using Adapters.YouTubeSources.YouTubeApi;
using Adapters.YouTubeSources.YtDlp;
using Extraction.Captions;
using Extraction.Links;
using Extraction.Media;
using Extraction.Requests;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Queues;

namespace Bench.Fuzzing;

/// <summary>Lists the parsers of untrusted bytes.</summary>
internal static class FuzzTargets
{
    /// <summary>All targets. Uploads are unpacked in a folder, which the caller deletes.</summary>
    public static IReadOnlyList<FuzzTarget> All(string folder) =>
    [
        new("links", Links, Texts(
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf&t=1",
            "youtu.be/dQw4w9WgXcQ", "https://www.youtube.com/@name/videos", "https://m.youtube.com/shorts/dQw4w9WgXcQ",
            "https://www.youtube.com/channel/UC38IQsAvIsxxjztdMZQtwHA", "dQw4w9WgXcQ")),
        new("request", Request, Texts(
            """{"links":["dQw4w9WgXcQ"],"audio":{"format":"mp3","bitrate":128},"video":"mp4","captions":["en"]}""",
            """{"links":"a\nb","maxAge":"PT1H","webhook":"https://example.org/","priority":"bulk","thumbnail":true}""",
            "dQw4w9WgXcQ\nyoutu.be/dQw4w9WgXcQ\n"))
        {
            Words = ["\"links\":", "\"captions\":", "PT1H", "P1Y", "\"maxAge\":"],
        },
        new("message", Message, [MessageSeed()]) { Words = ["\"v\":", "\"kind\":"] },
        new("captions", Captions, Texts(
            """
            {"events":[{"tStartMs":0,"dDurationMs":1500,"segs":[{"utf8":"a\nb"}]},
            {"tStartMs":900,"segs":[{"utf8":"\u202bx"}]}]}
            """))
        {
            Words = ["\"segs\":", "\"utf8\":", "\"tStartMs\":", "1e17"],
        },
        new("yt-dlp", YtDlp, Texts(
            """
            {"id":"dQw4w9WgXcQ","title":"t","channel":"c","duration":212.5,"timestamp":1256453847,
            "upload_date":"20091025","tags":["a"],"categories":["Music"],
            "thumbnails":[{"url":"https://i.ytimg.com/vi/x.jpg","width":1,"height":1}],
            "formats":[{"format_id":"140-drc","ext":"m4a","acodec":"mp4a.40.2","tbr":129.5,"filesize":100,
            "language":"en","protocol":"https","url":"https://x.googlevideo.com/videoplayback"},
            {"format_id":"137","ext":"mp4","vcodec":"avc1","height":1080,"fps":30,"protocol":"https","url":"https://x.googlevideo.com/videoplayback"}],
            "subtitles":{"en":[{"url":"https://x/?lang=en","name":"English"}]},"automatic_captions":{"de-orig":[]}}
            """,
            """{"title":"list","entries":[{"id":"dQw4w9WgXcQ"},null,{"id":"PL"}]}""",
            "ERROR: [youtube] dQw4w9WgXcQ: Video unavailable. This video is private Use --cookies (caused by x)\n"))
        {
            Words =
            [
                "\"ext\":", "\"filesize\":", "\"formats\":[null]", "\"subtitles\":{\"a/b\":", "ERROR: ",
                "\"duration\":",
            ],
        },
        new("youtube-api", YouTubeApi, Texts(
            """
            {"items":[{"id":"dQw4w9WgXcQ","snippet":{"title":"t","publishedAt":"2009-10-25T06:57:33Z","tags":["a"],
            "categoryId":"10","thumbnails":{"default":{"url":"https://i.ytimg.com/vi/x.jpg","width":1,"height":1}}},
            "contentDetails":{"duration":"PT3M33S","contentRating":{"ytRating":"ytAgeRestricted"}},
            "statistics":{"viewCount":"1","likeCount":"2"}}]}
            """,
            """
            {"title":"t","author_name":"a","author_url":"https://www.youtube.com/@a","thumbnail_url":"https://x/"}
            """))
        {
            Words = ["P99999999999Y", "PT1E9S", "\"items\":[null]", "9999-12-31T23:59:59Z"],
        },
        new("webhook", Webhook, Texts(
            "https://hooks.example.org/a?b=c", "https://[::ffff:a00:1]:8443/", "http://0x7f.1/",
            "https://0x7f.\uFFFD")),
        new("source-text", Clean, Texts("a\u001B[2J\u202Eb\r\nc\uFEFF", "plain", "\u05E9\u202B\u05DC\u202C\u2028x")),
        .. TableTargets.All(folder),
    ];

    private static void Links(byte[] input)
    {
        if (LinkParser.Parse(Encoding.UTF8.GetString(input)) is ParsedLink.Video(var id) && id.Value.Length != 11)
            throw new InvalidOperationException("The ID of a video has another length.");
    }

    private static void Request(byte[] input)
    {
        if (LinksRequestReader.TryReadJson(input, out var request, out _))
            _ = request.ToMedia();
        if (LinksRequestReader.TryReadText(input, _ => Encoding.UTF8.GetString(input), out request, out _))
            _ = request.ToMedia();
    }

    private static void Message(byte[] input) =>
        JobMessageJson.TryRead(input, Encoding.UTF8.GetString(input), out _, out _);

    private static void Captions(byte[] input)
    {
        if (TimedText.TryRead(input) is not { } cues)
            return;
        foreach (var format in Enum.GetValues<CaptionFormat>())
            _ = CaptionFile.Write(cues, format);
    }

    private static void YtDlp(byte[] input)
    {
        _ = YtDlpErrors.Classify(Encoding.UTF8.GetString(input), 1);
        if (TryRead(input, YtDlpListJson.Default.YtDlpList) is { } list)
            _ = list.Page(10).Cleaned();
        if (TryRead(input, YtDlpJson.Default.YtDlpInfo) is not { } info)
            return;
        Check(YtDlpVideo.TryMake(info, "1", DateTimeOffset.UnixEpoch)?.Cleaned());
        var manifest = YtDlpMedia.Make(info).Cleaned();
        foreach (var stream in manifest.Streams)
        {
            if (!MediaContainer.IsKnown(stream.Container))
                throw new InvalidOperationException("A stream has another container than the known ones.");
        }

        foreach (var track in manifest.Captions)
            _ = MediaNames.Captions(track.Language, track.IsAutomatic, CaptionFormat.Srt);
        foreach (var format in Enum.GetValues<AudioFormat>())
            _ = AudioSelection.Choose(manifest.Streams, new AudioRequest(format, null));
        foreach (var format in Enum.GetValues<VideoFormat>())
            _ = VideoSelection.Choose(manifest.Streams, new VideoRequest(format, null, null));
    }

    private static void YouTubeApi(byte[] input)
    {
        _ = TryRead(input, OEmbedJson.Default.OEmbedVideo);
        foreach (var item in TryRead(input, DataApiJson.Default.DataApiVideos)?.Items ?? [])
            Check(DataApiMapping.TryMake(item, DateTimeOffset.UnixEpoch)?.Cleaned());
    }

    private static void Webhook(byte[] input) => WebhookAddress.TryParse(
        Encoding.UTF8.GetString(input),
        new WebhookOptions { Secret = Convert.ToBase64String(new byte[32]), AllowAnyPublicHost = true }, out _, out _);

    private static void Clean(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var clean = SourceText.Line(text, 1_000);
        if (clean.Length > 1_000 || clean.Any(char.IsControl) || clean != SourceText.Line(clean, 1_000))
            throw new InvalidOperationException("The text is not clean.");
        _ = SourceText.Lines(text, 1_000) + SourceText.Caption(text, 1_000);
    }

    /// <summary>A document is stored and sent as JSON.</summary>
    private static void Check(Video? video)
    {
        if (video is not null)
            _ = JsonSerializer.Serialize(video, ExtractionJson.Default.Video);
    }

    private static T? TryRead<T>(byte[] input, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> form)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(input, form);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] MessageSeed() => Encoding.UTF8.GetBytes(
        """
        {"v":1,"jobId":"01985b0e-7000-7000-8000-000000000001","submissionId":"01985b0e-7000-7000-8000-000000000002",
        "kind":"link","key":"dQw4w9WgXcQ"}
        """);

    private static byte[][] Texts(params string[] texts) => Array.ConvertAll(texts, Encoding.UTF8.GetBytes);
}
