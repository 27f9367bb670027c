using Adapters.FileSystem;
using Extraction.Artifacts;
using Extraction.Links;
using Jobs.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Contracts;
using Tests.Support;

namespace Tests.Files;

public sealed class FileArtifactStoreTests : ArtifactStoreContract
{
    private readonly TempFolder folder = new();

    private ArtifactPaths Paths => new(Path.Combine(folder.Path, "artifacts"));

    protected override ValueTask<IArtifactStore> OpenAsync() =>
        ValueTask.FromResult<IArtifactStore>(new FileArtifactStore(Paths, Clock));

    protected override ValueTask CloseAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("abc-_1", "_abc-_1")]
    [InlineData("ABc", "_+a+bc")]
    [InlineData("nul.txt", "_nul.txt")]
    public void Names_never_collide_on_a_file_system_that_ignores_case(string name, string expected) =>
        Assert.Equal(expected, ArtifactPaths.Encode(name));

    [Fact]
    public async Task Files_left_by_a_crash_are_deleted_once_they_are_old()
    {
        var store = new FileArtifactStore(Paths, Clock);
        var video = VideoId.Parse("abcDEF-_123");
        var name = ArtifactName.Parse("a.mp3");
        await store.PutAsync(video, name, "audio/mpeg", new MemoryStream([1, 2, 3]), CancellationToken.None);
        Leave(Path.Combine(Paths.Folder(video), "_b.mp3.0123456789abcdef.bin"), old: true);
        Leave(Paths.NewIncoming(), old: true);
        Leave(Paths.NewIncoming(), old: false);

        var removed = new ArtifactSweep(Paths, NullLogger<ArtifactSweep>.Instance).Sweep(CancellationToken.None);

        Assert.Equal(2, removed);
        Assert.Single(Directory.GetFiles(Paths.Incoming));
        await using var content = await store.OpenAsync(video, name, CancellationToken.None);
        Assert.NotNull(content);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_full_disk_is_reported_at_any_file_and_nothing_is_left(int full)
    {
        var created = 0;
        var store = new FileArtifactStore(
            Paths, Clock, path => ++created == full ? new FileOnFullDisk(path) : ArtifactWriter.Create(path));
        var video = VideoId.Parse("abcDEF-_123");
        var name = ArtifactName.Parse("a.mp3");

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () =>
                await store.PutAsync(
                    video, name, "audio/mpeg", new MemoryStream(new byte[200_000]), CancellationToken.None));

        Assert.Contains("has no room", error.Message, StringComparison.Ordinal);
        Assert.Empty(await store.ListAsync(video, CancellationToken.None));
        Assert.Empty(Directory.GetFiles(Paths.Root, "*", SearchOption.AllDirectories));
    }

    /// <summary>
    /// Leaves a file of an age on the clock of the file system, from which the clock of the test is far off.
    /// </summary>
    private static void Leave(string path, bool old)
    {
        File.WriteAllText(path, "unfinished");
        if (old)
            File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path) - TimeSpan.FromHours(2));
    }

    /// <summary>Writes half of the first block, like a disk that fills up.</summary>
    private sealed class FileOnFullDisk(
        string path) : FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0)
    {
        private const int NoSpaceLeft = 28;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer[..(buffer.Length / 2)]);
            throw new IOException("No space left on device", NoSpaceLeft);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
