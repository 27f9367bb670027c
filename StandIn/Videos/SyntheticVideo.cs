using System.Collections.Immutable;
using System.Globalization;
using StandIn.Faults;

namespace StandIn.Videos;

/// <summary>Makes up a video from its id: the same id is always the same video.</summary>
internal static class SyntheticVideo
{
    public const string Prefix = "stand";

    public const int Channels = 100;

    // Few durations, so that few files of media are made for however many videos.
    private const int Durations = 4;

    private static readonly ImmutableArray<CaptionLanguage> English = [new("en", IsAutomatic: false)];

    /// <summary>
    /// One stream of each kind: muxed, and video or audio alone in either container.
    /// </summary>
    private static readonly ImmutableArray<StreamFormat>[] FormatsByDuration =
        [.. Enumerable.Range(0, Durations).Select(index => Formats(TimeSpan.FromSeconds(10 + (5 * index))))];

    public static StandInVideo Make(string id, long mediaBytes)
    {
        var hash = Dice.Hash(id);
        var formats = FormatsByDuration[hash % Durations];
        var details = DetailsOf(id, hash, (int)formats[0].Duration!.Value.TotalSeconds);
        return new StandInVideo
        {
            Id = id,
            Player = SyntheticPlayer.Write(id, details, formats, mediaBytes),
            Playability = "OK",
            Details = details,
            Formats = [.. formats.Select(format => format with { Length = mediaBytes })],
            Captions = English,
        };
    }

    /// <summary>The one of the <see cref="Channels"/> that a video belongs to.</summary>
    public static int ChannelOf(string id) => (int)(Dice.Hash(id) / 7 % Channels);

    public static string ChannelId(int channel) =>
        string.Create(CultureInfo.InvariantCulture, $"UCstandin{channel:D15}");

    public static string ChannelTitle(int channel) =>
        string.Create(CultureInfo.InvariantCulture, $"Stand-in channel {channel:00}");

    public static string ChannelHandle(int channel) =>
        string.Create(CultureInfo.InvariantCulture, $"@standin{channel:00}");

    private static VideoDetails DetailsOf(string id, ulong hash, int seconds)
    {
        var channel = ChannelOf(id);
        return new VideoDetails
        {
            Title = $"Stand-in video {id}",
            Author = ChannelTitle(channel),
            ChannelId = ChannelId(channel),
            Description = $"Made up from its id, {id}.",
            LengthSeconds = seconds,
            Views = (long)(hash / 11 % 1_000_000),
            Likes = (long)(hash / 13 % 10_000),
            Category = "Education",
            Keywords = ["stand-in"],
            UploadDate = new DateOnly(2020, 1, 1).AddDays((int)(hash / 17 % 2000))
                .ToString("yyyy-MM-dd'T00:00:00+00:00'", CultureInfo.InvariantCulture),
            OwnerUrl = $"http://www.youtube.com/{ChannelHandle(channel)}",
        };
    }

    private static ImmutableArray<StreamFormat> Formats(TimeSpan duration) =>
    [
        new(18, "video/mp4; codecs=\"avc1.42001E, mp4a.40.2\"", null, duration, 640, 360, 30),
        new(134, "video/mp4; codecs=\"avc1.4d401e\"", null, duration, 640, 360, 30),
        new(243, "video/webm; codecs=\"vp9\"", null, duration, 640, 360, 30),
        new(140, "audio/mp4; codecs=\"mp4a.40.2\"", null, duration, null, null, null),
        new(251, "audio/webm; codecs=\"opus\"", null, duration, null, null, null),
    ];
}
