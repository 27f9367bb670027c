using System.Text;
using Extraction.Captions;
using Extraction.Media;

namespace Tests.Media;

public sealed class TimedTextTests
{
    [Fact]
    public void Rolling_captions_do_not_repeat_and_do_not_overlap()
    {
        var cues = Read("""
            {"events":[{"tStartMs":0,"dDurationMs":90000,"wpWinPosId":1},
             {"tStartMs":1000,"dDurationMs":4000,"segs":[{"utf8":"so "},{"utf8":"we","tOffsetMs":300}]},
             {"tStartMs":2500,"dDurationMs":2000,"aAppend":1,"segs":[{"utf8":"\n"}]},
             {"tStartMs":2510,"dDurationMs":3000,"segs":[{"utf8":"begin"}]}]}
            """);

        Assert.Equal(
            [new Cue(At(1), At(2.51), "so we"), new Cue(At(2.51), At(5.51), "begin")], cues);
    }

    [Fact]
    public void Cues_are_in_order_with_trimmed_lines()
    {
        var cues = Read("""
            {"events":[{"tStartMs":5000,"dDurationMs":1000,"segs":[{"utf8":" 둘째 줄 \n  🎉 "}]},
             {"tStartMs":0,"segs":[{"utf8":"첫 줄"}]}]}
            """);

        Assert.Equal([new Cue(At(0), At(0), "첫 줄"), new Cue(At(5), At(6), "둘째 줄\n🎉")], cues);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<timedtext/>")]
    [InlineData("{\"events\":3}")]
    [InlineData("{\"events\":[4]}")]
    [InlineData("{\"events\":[{\"segs\":[{\"utf8\":7}]}]}")]
    [InlineData("{\"events\":[{\"tStartMs\":1e300,\"segs\":[{\"utf8\":\"x\"}]}]}")]
    public void Anything_but_timed_text_is_rejected(string text) =>
        Assert.Null(TimedText.TryRead(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Times_above_an_hour_and_a_day_are_written_in_full()
    {
        Cue[] cues = [new(At(3661.5), At(90_000.001), "late")];

        Assert.Equal("1\n01:01:01,500 --> 25:00:00,001\nlate\n\n", CaptionFile.Write(cues, CaptionFormat.Srt));
        Assert.Equal("WEBVTT\n\n01:01:01.500 --> 25:00:00.001\nlate\n\n", CaptionFile.Write(cues, CaptionFormat.Vtt));
        Assert.Equal("late\n", CaptionFile.Write(cues, CaptionFormat.Txt));
    }

    [Fact]
    public void Each_language_selects_the_closest_track_and_prefers_a_manual_one()
    {
        CaptionSource[] tracks =
        [
            Track("en", true), Track("en-GB", false), Track("pt-BR", true), Track("ko", false), Track("ko", true),
        ];

        var (chosen, missing) = CaptionChoice.Choose(tracks, new CaptionsRequest(["EN", "pt", "ko", "fr"]));

        Assert.Equal([tracks[0], tracks[2], tracks[3]], chosen);
        Assert.Equal(["fr"], missing);
        Assert.Equal(tracks, CaptionChoice.Choose(tracks, new CaptionsRequest(["*"])).Tracks);
    }

    private static IReadOnlyList<Cue>? Read(string json) => TimedText.TryRead(Encoding.UTF8.GetBytes(json));

    private static TimeSpan At(double seconds) => TimeSpan.FromMilliseconds((long)Math.Round(seconds * 1000));

    private static CaptionSource Track(string language, bool automatic) =>
        new(language, automatic, new Uri("https://www.youtube.com/api/timedtext"));
}
