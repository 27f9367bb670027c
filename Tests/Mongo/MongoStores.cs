using Infrastructure.Mongo;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MongoDB.Driver;

namespace Tests.Mongo;

/// <summary>The stores of MongoDB on a new database, which is dropped at the end.</summary>
internal sealed class MongoStores : IAsyncDisposable
{
    private readonly MongoClient client;
    private readonly string name = $"links-test-{Guid.NewGuid():N}";

    public MongoStores(TimeProvider? clock = null)
    {
        client = new MongoClient(MongoServer.Address);
        Database = new LinksDatabase(client.GetDatabase(name), Options.Create(new MongoOptions()));
        Files = new ArtifactFiles(Database, clock ?? TimeProvider.System);
        Jobs = new MongoJobStore(Database);
        Videos = new MongoVideoStore(Database);
        DeadLetters = new MongoDeadLetterStore(Database);
        Artifacts = new MongoArtifactStore(
            Database, Files, clock ?? TimeProvider.System, NullLogger<MongoArtifactStore>.Instance);
    }

    public LinksDatabase Database { get; }

    public ArtifactFiles Files { get; }

    public MongoJobStore Jobs { get; }

    public MongoVideoStore Videos { get; }

    public MongoDeadLetterStore DeadLetters { get; }

    public MongoArtifactStore Artifacts { get; }

    public async ValueTask DisposeAsync()
    {
        await client.DropDatabaseAsync(name);
        Jobs.Dispose();
        Database.Dispose();
        client.Dispose();
    }
}
