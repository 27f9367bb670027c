using System.Net;
using Jobs.Stores;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Connections;
using MongoDB.Driver.Core.Servers;
using Tests.Support;

namespace Tests.Mongo;

[NeedsMongo]
public sealed class MongoRefusalTests
{
    [ContractTheory]
    [InlineData(13)]
    [InlineData(8000)]
    [InlineData(14031)]
    public async Task A_refusal_is_an_unavailable_store_with_what_to_do(int code)
    {
        await using var stores = new MongoStores();
        var connection = new ConnectionId(new ServerId(new ClusterId(), new DnsEndPoint("localhost", 1)));

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Database.RunAsync<int>(
            _ => throw new MongoCommandException(
                connection, "secret", new BsonDocument("update", "jobs"), new BsonDocument("code", code)),
            default));

        Assert.Contains($"error {code}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
