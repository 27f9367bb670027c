using System.Security.Cryptography;
using Extraction.Artifacts;
using Extraction.Links;
using Tests.Support;

namespace Tests.Contracts;

/// <summary>Specifies <see cref="IArtifactStore"/>.</summary>
public abstract class ArtifactStoreContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly VideoId Video = VideoId.Parse("abcDEF-_123");
    private static readonly ArtifactName Name = ArtifactName.Parse("audio-128k.mp3");

    private IArtifactStore store = null!;

    private protected ManualClock Clock { get; } = new();

    /// <summary>Opens an empty store that uses <see cref="Clock"/>.</summary>
    protected abstract ValueTask<IArtifactStore> OpenAsync();

    protected abstract ValueTask CloseAsync();

    public async Task InitializeAsync() => store = await OpenAsync();

    public async Task DisposeAsync() => await CloseAsync();

    [ContractTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700_001)]
    public async Task A_file_comes_back_as_it_was_stored(int length)
    {
        var bytes = Bytes(length);

        var stored = await PutAsync(Name, bytes);

        Assert.Equal(
            (Video.Value, Name.Value, "audio/mpeg", (long)length),
            (stored.VideoId, stored.Name, stored.ContentType, stored.Length));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), stored.Sha256);
        Assert.Equal(Clock.GetUtcNow(), stored.CreatedAt);
        await using var content = (await store.OpenAsync(Video, Name, None))!;
        Assert.Equal(stored, content.Artifact);
        Assert.Equal(bytes, await ReadAsync(content.Content));
    }

    [ContractFact]
    public async Task A_part_can_be_read()
    {
        var bytes = Bytes(100_000);
        await PutAsync(Name, bytes);
        await using var content = (await store.OpenAsync(Video, Name, None))!;

        content.Content.Seek(60_000, SeekOrigin.Begin);
        var part = new byte[1_000];
        await content.Content.ReadExactlyAsync(part);

        Assert.True(content.Content.CanSeek);
        Assert.Equal(bytes.Length, content.Content.Length);
        Assert.Equal(bytes[60_000..61_000], part);
    }

    [ContractFact]
    public async Task Names_and_ids_that_differ_by_case_are_two_files()
    {
        var lower = VideoId.Parse("abcdef-_123");
        await PutAsync(Name, Bytes(1));
        await PutAsync(ArtifactName.Parse("Audio-128k.mp3"), Bytes(2));
        await store.PutAsync(lower, Name, "audio/mpeg", new MemoryStream(Bytes(3)), None);

        Assert.Equal([2, 1], (await store.ListAsync(Video, None)).Select(artifact => artifact.Length));
        Assert.Equal(3, Assert.Single(await store.ListAsync(lower, None)).Length);
    }

    [ContractFact]
    public async Task A_file_is_replaced_while_its_reader_continues()
    {
        await PutAsync(Name, Bytes(1_000));
        await using var before = (await store.OpenAsync(Video, Name, None))!;

        await PutAsync(Name, Bytes(2_000));

        Assert.Equal(Bytes(1_000), await ReadAsync(before.Content));
        Assert.Equal(2_000, Assert.Single(await store.ListAsync(Video, None)).Length);
        await using var after = (await store.OpenAsync(Video, Name, None))!;
        Assert.Equal(Bytes(2_000), await ReadAsync(after.Content));
    }

    [ContractFact]
    public async Task An_interrupted_file_leaves_the_earlier_one()
    {
        await PutAsync(Name, Bytes(10));

        await Assert.ThrowsAsync<EndOfStreamException>(async () =>
            await store.PutAsync(Video, Name, "audio/mpeg", new BreakingStream(Bytes(50_000)), None));
        await Assert.ThrowsAsync<EndOfStreamException>(async () =>
            await store.PutAsync(
                Video, ArtifactName.Parse("other"), "audio/mpeg", new BreakingStream(Bytes(50_000)), None));

        Assert.Equal(10, Assert.Single(await store.ListAsync(Video, None)).Length);
        Assert.Null(await store.OpenAsync(Video, ArtifactName.Parse("other"), None));
    }

    [ContractFact]
    public async Task Many_writers_of_one_file_leave_one_complete_file()
    {
        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Task.Run(() => PutAsync(Name, Bytes(i * 1_000)))));

        var artifact = Assert.Single(await store.ListAsync(Video, None));
        await using var content = (await store.OpenAsync(Video, Name, None))!;
        var bytes = await ReadAsync(content.Content);
        Assert.Equal(artifact.Length, bytes.Length);
        Assert.Equal(artifact.Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [ContractFact]
    public async Task A_deleted_file_is_gone()
    {
        await PutAsync(Name, Bytes(1));
        await PutAsync(ArtifactName.Parse("b"), Bytes(2));
        await PutAsync(ArtifactName.Parse("c"), Bytes(3));

        Assert.True(await store.DeleteAsync(Video, Name, None));
        Assert.False(await store.DeleteAsync(Video, Name, None));
        Assert.Equal(["b", "c"], (await store.ListAsync(Video, None)).Select(artifact => artifact.Name));
        await store.DeleteAllAsync(Video, None);
        await store.DeleteAllAsync(Video, None);

        Assert.Empty(await store.ListAsync(Video, None));
        Assert.Null(await store.OpenAsync(Video, ArtifactName.Parse("b"), None));
    }

    [ContractFact]
    public async Task The_file_used_longest_ago_comes_first()
    {
        await PutAsync(ArtifactName.Parse("a"), Bytes(1));
        Clock.Advance(TimeSpan.FromHours(2));
        await PutAsync(ArtifactName.Parse("b"), Bytes(1));
        Clock.Advance(TimeSpan.FromHours(2));
        await (await store.OpenAsync(Video, ArtifactName.Parse("a"), None))!.DisposeAsync();

        var oldest = new List<Artifact>();
        await foreach (var artifact in store.OldestUsedFirstAsync(None))
            oldest.Add(artifact);

        Assert.Equal(["b", "a"], oldest.Select(artifact => artifact.Name));
        Assert.Equal(TimeSpan.FromHours(2), oldest[0].UsedAt - oldest[1].CreatedAt);
        Assert.InRange(Clock.GetUtcNow() - oldest[1].UsedAt, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    private Task<Artifact> PutAsync(ArtifactName name, byte[] bytes) =>
        store.PutAsync(Video, name, "audio/mpeg", new MemoryStream(bytes), None).AsTask();

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private sealed class BreakingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position > 0
                ? throw new EndOfStreamException()
                : base.ReadAsync(buffer[..Math.Min(buffer.Length, 1_000)], cancellationToken);
    }
}
