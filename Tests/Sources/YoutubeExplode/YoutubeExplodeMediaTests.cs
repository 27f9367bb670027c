using Extraction.Links;
using Extraction.Media;
using Extraction.Sources;
using Jobs.Failures;
using StandIn;
using StandIn.Requests;

namespace Tests.Sources.YoutubeExplode;

public sealed class YoutubeExplodeMediaTests
{
    [Fact]
    public async Task It_returns_the_streams_that_every_file_is_made_from()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = SourcesHost.At(standIn);

        var manifest = await FoundAsync(sources, "tjz2u2DiveM");

        Assert.Contains(manifest.Streams, stream =>
            stream is { Itag: 140, Container: "mp4", HasVideo: false, HasAudio: true, Size: > 0, Bitrate: > 0 });
        Assert.Contains(manifest.Streams, stream => stream is { Itag: 251, Container: "webm", AudioCodec: "opus" });
        Assert.Contains(manifest.Streams, stream => stream is { Itag: 135, HasAudio: false, Height: 480, Fps: > 0 });
        Assert.IsType<StreamChoice.Copy>(AudioSelection.Choose(manifest.Streams, new AudioRequest(AudioFormat.M4a)));
        Assert.IsType<StreamChoice.Mux>(VideoSelection.Choose(manifest.Streams, new VideoRequest(VideoFormat.Webm)));
        Assert.Equal(0, standIn.Requests.AskedOn(SourceRoute.Media));
    }

    [Fact]
    public async Task It_returns_captions_and_thumbnails()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = SourcesHost.At(standIn);

        var manifest = await FoundAsync(sources, "M4gD1WSo5mA");

        Assert.Contains(manifest.Captions, track => track is { Language: "en", IsAutomatic: false });
        Assert.Contains(manifest.Captions, track => track is { Language: "en", IsAutomatic: true });
        Assert.Equal("https://i.ytimg.com/vi/M4gD1WSo5mA/maxresdefault.jpg", manifest.Thumbnails[0].ToString());
    }

    [Fact]
    public async Task When_its_client_gets_no_streams_another_source_is_asked()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = SourcesHost.At(standIn);

        var answer = await Source(sources).GetMediaAsync(VideoId.Parse(Recorded.MembersOnly), CancellationToken.None);

        var why = Assert.IsType<SourceAnswer<MediaManifest>.Failed>(answer).Why;
        Assert.Equal(FailureKind.SourceBroken, why.Failure.Kind);
    }

    private static IMediaSource Source(SourcesHost sources) => (IMediaSource)sources[SourcesHost.YoutubeExplode];

    private static async Task<MediaManifest> FoundAsync(SourcesHost sources, string id)
    {
        var answer = await Source(sources).GetMediaAsync(VideoId.Parse(id), CancellationToken.None);
        return Assert.IsType<SourceAnswer<MediaManifest>.Found>(answer).Value;
    }
}
