using Adapters.FileSystem;
using Extraction.Artifacts;
using Extraction.Links;
using Extraction.Media;
using Jobs.Failures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tests.Support;

namespace Tests.Media;

public sealed class ArtifactQuotaTests : IDisposable
{
    private static readonly VideoId Video = VideoId.Parse("abcDEF-_123");

    private readonly TempFolder folder = new();
    private readonly ManualClock clock = new();
    private readonly FileArtifactStore store;

    public ArtifactQuotaTests() =>
        store = new FileArtifactStore(new ArtifactPaths(Path.Combine(folder.Path, "artifacts")), clock);

    [Fact]
    public async Task The_least_recently_used_artifact_makes_room()
    {
        await PutAsync("a.mp3", 400);
        await PutAsync("b.mp3", 400);
        clock.Advance(TimeSpan.FromHours(2));
        await using (await store.OpenAsync(Video, ArtifactName.Parse("a.mp3"), CancellationToken.None))
        {
        }

        using var quota = Quota(new MediaOptions { MaxTotalBytes = 1000 });
        var failure = await quota.MakeRoomAsync(500, CancellationToken.None);

        Assert.Null(failure);
        Assert.Equal(["a.mp3"], await NamesAsync());
    }

    [Fact]
    public async Task A_file_above_the_quota_is_refused_and_nothing_is_deleted_for_it()
    {
        await PutAsync("a.mp3", 400);

        using var quota = Quota(new MediaOptions { MaxTotalBytes = 1000 });
        var failure = await quota.MakeRoomAsync(1001, CancellationToken.None);

        Assert.Equal(FailureKind.Unavailable, failure!.Kind);
        Assert.Equal(["a.mp3"], await NamesAsync());
    }

    [Fact]
    public async Task Artifacts_unused_for_the_configured_time_are_deleted_at_the_next_cleanup()
    {
        using var quota = Quota(new MediaOptions { KeepUnusedFor = TimeSpan.FromDays(30) });
        await PutAsync("old.mp3", 10);
        await quota.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => clock.Waiting > 0, "the cleanup waits for its next run");
        clock.Advance(TimeSpan.FromDays(29));
        await PutAsync("new.mp3", 10);
        Assert.Contains("old.mp3", await NamesAsync());

        // A tick during a cleanup is not lost, but there is only one pending tick.
        await Eventually.TrueAsync(
            async () =>
            {
                clock.Advance(TimeSpan.FromHours(12));
                return await NamesAsync() is ["new.mp3"];
            },
            "the old file is gone and the new one is not");
        await quota.StopAsync(CancellationToken.None);
    }

    public void Dispose() => folder.Dispose();

    private ArtifactQuota Quota(MediaOptions options) =>
        new(store, Options.Create(options), clock, NullLogger<ArtifactQuota>.Instance);

    private async Task PutAsync(string name, int bytes) =>
        await store.PutAsync(
            Video, ArtifactName.Parse(name), "audio/mpeg", new MemoryStream(new byte[bytes]), CancellationToken.None);

    private async Task<string[]> NamesAsync() =>
        [.. (await store.ListAsync(Video, CancellationToken.None)).Select(artifact => artifact.Name)];
}
