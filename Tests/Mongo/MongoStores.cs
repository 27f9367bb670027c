using Adapters.MongoDb;
using Jobs.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MongoDB.Driver;

namespace Tests.Mongo;

/// <summary>The stores of MongoDB over a new database, which is dropped at the end.</summary>
internal sealed class MongoStores : IAsyncDisposable
{
    private readonly MongoClient client;

    /// <param name="clock">The clock; null for the clock of the system.</param>
    /// <param name="name">The name of the database; null for a new one.</param>
    public MongoStores(TimeProvider? clock = null, string? name = null)
    {
        Name = name ?? $"links-test-{Guid.NewGuid():N}";
        client = new MongoClient(MongoServer.Address);
        Database = new LinksDatabase(client.GetDatabase(Name), Options.Create(new MongoOptions()));
        Files = new ArtifactFiles(Database, clock ?? TimeProvider.System);
        Jobs = new MongoJobStore(Database);
        Spool = new MongoBatchSpool(Database, clock ?? TimeProvider.System, NullLogger<MongoBatchSpool>.Instance);
        Videos = new MongoVideoStore(Database);
        DeadLetters = new MongoDeadLetterStore(Database);
        Workers = new MongoWorkerStore(Database);
        var time = clock ?? TimeProvider.System;
        Records = new MongoRecordStore(Database, new StoreClock(new MongoStoreTime(Database, time), time));
        Artifacts = new MongoArtifactStore(
            Database, Files, clock ?? TimeProvider.System, NullLogger<MongoArtifactStore>.Instance);
    }

    public string Name { get; }

    public LinksDatabase Database { get; }

    public ArtifactFiles Files { get; }

    public MongoJobStore Jobs { get; }

    public MongoBatchSpool Spool { get; }

    public MongoVideoStore Videos { get; }

    public MongoDeadLetterStore DeadLetters { get; }

    public MongoWorkerStore Workers { get; }

    public MongoRecordStore Records { get; }

    public MongoArtifactStore Artifacts { get; }

    public async ValueTask DisposeAsync()
    {
        await client.DropDatabaseAsync(Name);
        Jobs.Dispose();
        Database.Dispose();
        client.Dispose();
    }
}
