using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;

namespace Tests.Sources;

/// <summary>Holds the recorded videos, which every adapter must return.</summary>
internal static class Recorded
{
    public const string PrivateVideo = "8VajtrESJzA";
    public const string MembersOnly = "sMJ8bRN2dak";
    public const string NotAvailable = "it3OtbTxQk0";
    public const string Live = "X4VbdwhkE10";

    public static readonly TheoryData<string, string, string, int> Videos = new()
    {
        {
            "M4gD1WSo5mA",
            "William Fisher, CopyrightX: Lecture 3.2, The Subject Matter of Copyright: Drama and choreography",
            "The Berkman Klein Center for Internet & Society",
            721
        },
        { "cJ9to6EmElQ", "Merci pour les 3 millions d'abonnés 🎉| ARTE", "ARTE", 45 },
        {
            "K4DyBUG242c",
            "Cartoon, Jéja - On & On (feat. Daniel Levi) | Electronic Pop | NCS - Copyright Free Music",
            "NoCopyrightSounds",
            208
        },
        { "tjz2u2DiveM", "dog", "Jony Tube", 11 },
    };

    /// <summary>Videos that are not available, with YouTube's reason.</summary>
    public static readonly TheoryData<string, string> Unavailable = new()
    {
        { PrivateVideo, "This video is private." },
        { MembersOnly, "This video is only available to Music Premium members." },
        { NotAvailable, "This video is not available." },
    };

    public static async Task<Video> FoundAsync(IVideoSource source, string id) =>
        (await source.GetAsync(VideoId.Parse(id), CancellationToken.None)).TryGet(out var video, out var why)
            ? video
            : throw new Xunit.Sdk.XunitException($"{source.Name} failed: {why.Failure}");

    public static async Task<Failure> FailureAsync(IVideoSource source, string id)
    {
        var answer = await source.GetAsync(VideoId.Parse(id), CancellationToken.None);
        return Assert.IsType<SourceAnswer<Video>.Failed>(answer).Why.Failure;
    }

    /// <summary>Asserts the details of an ordinary video that only the rich sources return.</summary>
    public static void IsDetailed(Video video, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), video.Duration);
        Assert.NotNull(video.UploadedAt);
        Assert.True(video.ViewCount > 0);
        Assert.False(video.IsLive ?? false);
        Assert.NotEmpty(video.Thumbnails);
        Assert.All(
            video.Streams, stream => Assert.True(stream is { Itag: > 0, Size: > 0, Bitrate: > 0 }, stream.ToString()));
        Assert.Contains(video.Streams, stream => stream is { AudioCodec: not null, VideoCodec: null, Height: null });
        Assert.Contains(video.Streams, stream => stream is { VideoCodec: not null, Height: > 0, Fps: > 0 });
    }
}
