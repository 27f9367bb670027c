using Extraction.Media;

namespace Tests.Media;

public sealed class StreamSelectionTests
{
    private static readonly MediaStream Aac128 = Audio(140, "mp4", "mp4a.40.2", 130_000);
    private static readonly MediaStream Aac48 = Audio(139, "mp4", "mp4a.40.5", 49_000);
    private static readonly MediaStream Opus160 = Audio(251, "webm", "opus", 150_000);
    private static readonly MediaStream Opus50 = Audio(249, "webm", "opus", 50_000);
    private static readonly MediaStream Avc1080 = Video(137, "mp4", "avc1.640028", 1080, 30);
    private static readonly MediaStream Av1080 = Video(399, "mp4", "av01.0.08M.08", 1080, 30);
    private static readonly MediaStream Avc720At60 = Video(298, "mp4", "avc1.4d4020", 720, 60);
    private static readonly MediaStream Avc720 = Video(136, "mp4", "avc1.4d401f", 720, 30);
    private static readonly MediaStream Vp9 = Video(248, "webm", "vp9", 1080, 30);
    private static readonly MediaStream Progressive360 = Video(18, "mp4", "avc1.42001E", 360,
        30) with { AudioCodec = "mp4a.40.2" };

    private static readonly MediaStream[] All =
        [Aac128, Aac48, Opus160, Opus50, Avc1080, Av1080, Avc720At60, Avc720, Vp9, Progressive360];

    [Fact]
    public void An_m4a_is_the_best_AAC_stream_unchanged()
    {
        var choice = AudioSelection.Choose(All, new AudioRequest(AudioFormat.M4a));

        Assert.Equal(new StreamChoice.Copy(Aac128, "m4a"), choice);
    }

    [Fact]
    public void An_opus_file_keeps_the_codec_and_changes_the_container()
    {
        var choice = AudioSelection.Choose(All, new AudioRequest(AudioFormat.Opus));

        Assert.Equal(new StreamChoice.Remux(Opus160, "opus"), choice);
    }

    [Fact]
    public void An_mp3_is_made_from_the_best_audio()
    {
        var choice = AudioSelection.Choose(All, new AudioRequest(AudioFormat.Mp3));

        Assert.Equal(new StreamChoice.Transcode(Opus160, "mp3", 192), choice);
    }

    [Theory]
    [InlineData(40, 139)]
    [InlineData(49, 139)]
    [InlineData(64, 140)]
    [InlineData(320, 140)]
    public void A_bitrate_selects_the_smallest_stream_that_has_it(int kbps, int itag)
    {
        var choice = AudioSelection.Choose(All, new AudioRequest(AudioFormat.M4a, kbps));

        Assert.Equal(itag, Assert.IsType<StreamChoice.Copy>(choice).Stream.Itag);
    }

    [Fact]
    public void Dubbed_audio_is_selected_only_when_there_is_no_other()
    {
        var dubbed = Audio(140, "mp4", "mp4a.40.2", 200_000) with { Language = "ko", IsDefaultLanguage = false };

        var both = AudioSelection.Choose([dubbed, Aac128], new AudioRequest(AudioFormat.M4a));
        var only = AudioSelection.Choose([dubbed], new AudioRequest(AudioFormat.M4a));

        Assert.Equal(new StreamChoice.Copy(Aac128, "m4a"), both);
        Assert.Equal(new StreamChoice.Copy(dubbed, "m4a"), only);
    }

    [Fact]
    public void Audio_is_extracted_from_video_when_there_is_no_audio_stream()
    {
        var choice = AudioSelection.Choose([Progressive360], new AudioRequest(AudioFormat.M4a));

        Assert.Equal(new StreamChoice.Remux(Progressive360, "m4a"), choice);
    }

    [Fact]
    public void An_m4a_of_a_video_with_opus_only_is_transcoded()
    {
        var choice = AudioSelection.Choose([Opus50], new AudioRequest(AudioFormat.M4a));

        Assert.Equal(new StreamChoice.Transcode(Opus50, "m4a", 50), choice);
    }

    [Fact]
    public void An_mp4_is_the_highest_video_in_the_codec_that_plays_everywhere_with_AAC()
    {
        var choice = VideoSelection.Choose(All, new VideoRequest(VideoFormat.Mp4));

        Assert.Equal(new StreamChoice.Mux(Avc1080, Aac128, "mp4"), choice);
    }

    [Fact]
    public void A_webm_has_audio_of_its_own_codec_family()
    {
        var choice = VideoSelection.Choose(All, new VideoRequest(VideoFormat.Webm));

        Assert.Equal(new StreamChoice.Mux(Vp9, Opus160, "webm"), choice);
    }

    [Theory]
    [InlineData(720, null, 298)]
    [InlineData(720, 30, 136)]
    [InlineData(1000, 30, 136)]
    [InlineData(360, null, 18)]
    public void Height_and_frame_rate_never_exceed_the_request(int height, int? fps, int itag)
    {
        var choice = VideoSelection.Choose(All, new VideoRequest(VideoFormat.Mp4, height, fps));

        var chosen = choice switch
        {
            StreamChoice.Mux mux => mux.Video,
            StreamChoice.Copy copy => copy.Stream,
            _ => null,
        };
        Assert.Equal(itag, chosen?.Itag);
    }

    [Fact]
    public void A_limit_below_the_smallest_video_reports_the_smallest()
    {
        var choice = VideoSelection.Choose(All, new VideoRequest(VideoFormat.Mp4, MaxHeight: 144));

        Assert.Contains("360 lines", Assert.IsType<StreamChoice.None>(choice).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Video_without_audio_is_selected_when_there_is_no_audio()
    {
        var choice = VideoSelection.Choose([Avc720], new VideoRequest(VideoFormat.Mp4));

        Assert.Equal(new StreamChoice.Copy(Avc720, "mp4"), choice);
    }

    [Theory]
    [InlineData("audio", "audio.mp3", true)]
    [InlineData("audio", "audio-128k.mp3", false)]
    [InlineData("audio-original", "audio-original.webm", true)]
    [InlineData("video-720p", "video-720p30.mp4", false)]
    [InlineData("audio", "audio", false)]
    public void A_file_is_recognized_by_its_stem(string stem, string name, bool isOf)
    {
        Assert.Equal(isOf, MediaNames.IsOf(stem, name));
    }

    private static MediaStream Audio(int itag, string container, string codec, long bitrate) => new()
    {
        Itag = itag, Container = container, AudioCodec = codec, Bitrate = bitrate, Url = new Uri(
            $"https://media.example/{itag}"),
    };

    private static MediaStream Video(int itag, string container, string codec, int height, double fps) => new()
    {
        Itag = itag, Container = container, VideoCodec = codec, Height = height, Fps = fps, Bitrate = height * 1000L,
        Url = new Uri($"https://media.example/{itag}"),
    };
}
