using System.Text;
using Adapters.MongoDb;
using Extraction.Artifacts;
using Extraction.Links;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Tests.Mongo;

public sealed class MongoArtifactStoreTests
{
    private static readonly VideoId Video = VideoId.Parse("dQw4w9WgXcQ");
    private static readonly ArtifactName Name = ArtifactName.Parse("audio.m4a");
    private static readonly byte[] Audio = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 31))];

    [MongoFact]
    public async Task An_interrupted_content_leaves_the_earlier_file_and_nothing_else()
    {
        await using var stores = new MongoStores();
        await stores.Artifacts.PutAsync(Video, Name, "audio/mp4", new MemoryStream("before"u8.ToArray()), default);

        var error = await Assert.ThrowsAsync<IOException>(async () =>
            await stores.Artifacts.PutAsync(Video, Name, "audio/mp4", new BreakingStream(Audio), default));

        Assert.Equal("The source hung up.", error.Message);
        Assert.Equal("before"u8.ToArray(), await ReadAsync(stores));
        await AssertFilesAsync(stores, 1);
    }

    [MongoFact]
    public async Task Concurrent_writers_of_a_file_leave_one_complete_file_once_readers_had_time()
    {
        await using var stores = new MongoStores();

        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => stores.Artifacts
            .PutAsync(Video, Name, "audio/mp4", new MemoryStream(Encoding.UTF8.GetBytes($"content {number}")),
            default).AsTask()));

        await AgeAsync(stores, TimeSpan.FromHours(2));
        await stores.Files.CleanAsync(default);
        var content = Encoding.UTF8.GetString(await ReadAsync(stores));
        Assert.StartsWith("content ", content, StringComparison.Ordinal);
        Assert.Equal(8, written.Length);
        await AssertFilesAsync(stores, 1);
    }

    [MongoFact]
    public async Task Leftovers_of_a_dead_writer_are_deleted_a_day_later()
    {
        await using var stores = new MongoStores();
        await stores.Files.WriteAsync(ObjectId.GenerateNewId(), $"{Video}/{Name}", new MemoryStream(Audio), default);

        await stores.Files.CleanAsync(default);
        await AssertFilesAsync(stores, 1);

        await AgeAsync(stores, TimeSpan.FromDays(2));
        await stores.Files.CleanAsync(default);
        await AssertFilesAsync(stores, 0);
    }

    [MongoFact]
    public async Task Any_range_of_a_file_of_several_chunks_can_be_read()
    {
        await using var stores = new MongoStores();
        var artifact = await stores.Artifacts.PutAsync(Video, Name, "audio/mp4", new MemoryStream(Audio), default);

        await using var opened = await stores.Artifacts.OpenAsync(Video, Name, default);
        var part = new byte[1_500_000];
        opened!.Content.Seek(1_000_001, SeekOrigin.Begin);
        await opened.Content.ReadExactlyAsync(part);

        Assert.Equal(Audio.Length, artifact.Length);
        Assert.Equal(Audio.AsSpan(1_000_001, part.Length).ToArray(), part);
    }

    /// <summary>
    /// Lets time pass on the server, of which all that matters is the distance to the times in the notes.
    /// </summary>
    private static async Task AgeAsync(MongoStores stores, TimeSpan by)
    {
        foreach (var note in await (await stores.Database.Pending.FindAsync(new BsonDocument())).ToListAsync())
        {
            var goesAt = note[ArtifactFiles.GoesAt].AsBsonDateTime.MillisecondsSinceEpoch - (long)by.TotalMilliseconds;
            await stores.Database.Pending.UpdateOneAsync(
                new BsonDocument("_id", note["_id"]),
                new BsonDocument("$set", new BsonDocument(ArtifactFiles.GoesAt, new BsonDateTime(goesAt))));
        }
    }

    private static async Task<byte[]> ReadAsync(MongoStores stores)
    {
        await using var opened = await stores.Artifacts.OpenAsync(Video, Name, default);
        var all = new MemoryStream();
        await opened!.Content.CopyToAsync(all);
        return all.ToArray();
    }

    private static async Task AssertFilesAsync(MongoStores stores, int files)
    {
        var all = stores.Database.Database;
        Assert.Equal(
            files, await all.GetCollection<BsonDocument>("files.files").CountDocumentsAsync(new BsonDocument()));
        if (files == 0)
            Assert.Equal(
                0, await all.GetCollection<BsonDocument>("files.chunks").CountDocumentsAsync(new BsonDocument()));
    }

    /// <summary>Returns half of its bytes, then fails as a connection does.</summary>
    private sealed class BreakingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position > Length / 2
                ? throw new IOException("The source hung up.")
                : base.ReadAsync(buffer, cancellationToken);
    }
}
