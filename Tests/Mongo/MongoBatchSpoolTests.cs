using Adapters.MongoDb;
using Files.Spooling;
using Jobs.Stores;
using Jobs.Submissions;
using MongoDB.Bson;
using Tests.Contracts;
using Tests.Support;

namespace Tests.Mongo;

[NeedsMongo]
public sealed class MongoBatchSpoolTests : BatchSpoolContract
{
    private static readonly HashSet<SubmissionId> Nothing = [];

    private MongoStores? first;
    private MongoStores? second;

    protected override ValueTask<(IBatchSpool First, IBatchSpool Second)> OpenAsync()
    {
        first = new MongoStores();
        second = new MongoStores(name: first.Name);
        return ValueTask.FromResult<(IBatchSpool, IBatchSpool)>((first.Spool, second.Spool));
    }

    protected override async ValueTask CloseAsync()
    {
        if (second is not null)
            await second.DisposeAsync();
        if (first is not null)
            await first.DisposeAsync();
    }

    [ContractFact]
    public async Task A_file_of_a_dead_feeder_goes_to_another_and_the_first_cannot_change_it_any_more()
    {
        await KeepAsync(Some.Submission().Id, batches: 3);
        await using var lost = (await Spool.ClaimAsync(Nothing, default))!;
        var page = (await ReadAsync(lost))[0];
        await EndClaimsAsync();

        await using var taken = (await Other.ClaimAsync(Nothing, default))!;

        Assert.False(await lost.MarkAsync(page, default));
        Assert.False(await lost.DeleteAsync(default));
        Assert.Equal(3, (await ReadAsync(taken)).Sum(read => read.Batches.Count));
        Assert.True(await taken.DeleteAsync(default));
        await AssertEmptyAsync();
    }

    [ContractFact]
    public async Task What_a_dead_writer_left_is_removed_and_it_cannot_keep_it_any_more()
    {
        var id = Some.Submission().Id;
        await using (var writer = await Spool.CreateAsync(id, default))
        {
            await writer.AddAsync(1, "0 [[1]]\n"u8.ToArray(), default);
            await EndClaimsAsync();

            Assert.Equal(1, await Other.RemoveAbandonedAsync(default));
            await writer.AddAsync(1, "1 [[1]]\n"u8.ToArray(), default);
            await Assert.ThrowsAsync<StoreUnavailableException>(
                () => writer.KeepAsync(FileOf(id, 2), default).AsTask());
        }

        await AssertEmptyAsync();
    }

    /// <summary>Ends all claims, as time on the server does.</summary>
    private async Task EndClaimsAsync() => await first!.Database.Spool.UpdateManyAsync(
        new BsonDocument(),
        new BsonDocument("$set", new BsonDocument(SpoolDocument.ClaimedUntil, Bson.Of(DateTimeOffset.UnixEpoch))));

    private async Task AssertEmptyAsync()
    {
        Assert.Equal(0, await first!.Database.Spool.CountDocumentsAsync(new BsonDocument()));
        Assert.Equal(0, await first.Database.SpoolPages.CountDocumentsAsync(new BsonDocument()));
    }
}
