using System.Text.Json;
using Adapters.YouTubeSources.YtDlp;
using Extraction.Videos;

namespace Tests.Sources;

public sealed class YtDlpVideoTests
{
    [Fact]
    public void Zero_empty_and_none_become_null()
    {
        var video = Make("""
            {"id":"M4gD1WSo5mA","title":"","channel":"","description":"","duration":0,"view_count":0,"age_limit":0,
             "tags":null,
             "formats":[{"format_id":"140","ext":"m4a","vcodec":"none","acodec":"mp4a.40.2","tbr":null,"filesize":0,
                         "fps":null}]}
            """);

        Assert.Equal("", video.Title);
        Assert.Equal(0, video.ViewCount);
        Assert.True(video is
        {
            Author: null, Description: null, Duration: null, LikeCount: null, Category: null, IsLive: null,
            IsFamilySafe: null,
            UploadedAt: null, PublishedAt: null,
        });
        Assert.Empty(video.Keywords);
        Assert.Equal(
            new VideoStream { Itag = 140, Container = "m4a", AudioCodec = "mp4a.40.2" }, Assert.Single(video.Streams));
    }

    [Fact]
    public void Streams_keep_their_languages_and_exclude_storyboards_and_variants()
    {
        var video = Make("""
            {"id":"M4gD1WSo5mA","title":"t","formats":[
              {"format_id":"sb0","ext":"mhtml"},
              {"format_id":"140-drc","ext":"m4a","acodec":"mp4a.40.2","language":"en","tbr":129.5},
              {"format_id":"140","ext":"m4a","acodec":"mp4a.40.2","language":"en","tbr":129.5},
              {"format_id":"251-1","ext":"webm","acodec":"opus","language":"de"},
              {"format_id":"251-0","ext":"webm","acodec":"opus","language":"en"}]}
            """);

        Assert.Equal(
            [(140, "en"), (251, "de"), (251, "en")], video.Streams.Select(stream => (stream.Itag, stream.Language)));
        Assert.Equal(129_500, video.Streams[0].Bitrate);
    }

    [Fact]
    public void Machine_translations_are_not_captions()
    {
        var video = Make("""
            {"id":"M4gD1WSo5mA","title":"t",
             "subtitles":{"en":[{"url":"https://x/?lang=en","name":"English"}],"live_chat":[{"url":"https://x/"}]},
             "automatic_captions":{
               "en-orig":[{"url":"https://x/?lang=en&kind=asr","name":"English (Original)"}],
               "en":[{"url":"https://x/?lang=en&kind=asr","name":"English"}],
               "de":[{"url":"https://x/?lang=en&kind=asr&tlang=de","name":"German"}]}}
            """);

        Assert.Equal(
            [new CaptionTrack("en", "English", "manual"), new CaptionTrack("en", "English (Original)", "automatic")],
            video.Captions.AsEnumerable());
    }

    [Fact]
    public void Thumbnails_come_from_known_hosts_and_have_a_size()
    {
        var video = Make("""
            {"id":"M4gD1WSo5mA","title":"t","thumbnails":[
              {"url":"https://i.ytimg.com/vi/M4gD1WSo5mA/hq720.jpg","width":1280,"height":720},
              {"url":"https://i.ytimg.com/vi/M4gD1WSo5mA/guessed.jpg"},
              {"url":"https://i.ytimg.com.evil.example/a.jpg","width":1,"height":1},
              {"url":"javascript:alert(1)","width":1,"height":1}]}
            """);

        Assert.Equal(
            [new Thumbnail("https://i.ytimg.com/vi/M4gD1WSo5mA/hq720.jpg", 1280, 720)],
            video.Thumbnails.AsEnumerable());
    }

    private static Video Make(string json) => YtDlpVideo.TryMake(
        JsonSerializer.Deserialize(json, YtDlpJson.Default.YtDlpInfo)!, "2023.03.04", DateTimeOffset.UnixEpoch)!;
}
