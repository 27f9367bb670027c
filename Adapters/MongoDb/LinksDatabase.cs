using Jobs.Stores;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.GridFS;

namespace Adapters.MongoDb;

/// <summary>
/// The database: its collections, a write concern under which an acknowledged write survives the death of any one
/// server, and a time limit on every call.
/// </summary>
internal sealed class LinksDatabase : IDisposable
{
    /// <summary>
    /// Size of a chunk: large, so that a film is thousands of documents rather than tens of thousands.
    /// </summary>
    private const int ChunkBytes = 1024 * 1024;

    // Majority alone is not enough on a single server, which would acknowledge before its journal is on disk.
    private static readonly WriteConcern Durable = new(WriteConcern.WMajority.W, journal: true);

    private readonly SemaphoreSlim preparing = new(1, 1);
    private readonly MongoOptions options;
    private readonly string servers;
    private volatile bool prepared;

    public LinksDatabase(IMongoDatabase database, IOptions<MongoOptions> options)
    {
        this.options = options.Value;
        servers = string.Join(", ", database.Client.Settings.Servers);
        Database = database.WithWriteConcern(Durable).WithReadPreference(ReadPreference.Primary);
        Files = new GridFSBucket<ObjectId>(
            Database, new GridFSBucketOptions
            {
                BucketName = "files",
                ChunkSizeBytes = ChunkBytes,
                WriteConcern = Durable,
            });
    }

    public IMongoDatabase Database { get; }

    public IMongoCollection<BsonDocument> Submissions => Database.GetCollection<BsonDocument>("submissions");

    public IMongoCollection<BsonDocument> Jobs => Database.GetCollection<BsonDocument>("jobs");

    public IMongoCollection<BsonDocument> DeadLetters => Database.GetCollection<BsonDocument>("deadLetters");

    public IMongoCollection<BsonDocument> Videos => Database.GetCollection<BsonDocument>("videos");

    public IMongoCollection<BsonDocument> Artifacts => Database.GetCollection<BsonDocument>("artifacts");

    /// <summary>Notes of files that are not current: see <see cref="ArtifactFiles"/>.</summary>
    public IMongoCollection<BsonDocument> Pending => Database.GetCollection<BsonDocument>("artifacts.pending");

    /// <summary>Small records that all processes share: see <see cref="MongoRecordStore"/>.</summary>
    public IMongoCollection<BsonDocument> Records => Database.GetCollection<BsonDocument>("records");

    public IMongoCollection<BsonDocument> Workers => Database.GetCollection<BsonDocument>("workers");

    /// <summary>Notes of spooled files: see <see cref="SpoolDocument"/>.</summary>
    public IMongoCollection<BsonDocument> Spool => Database.GetCollection<BsonDocument>("spool");

    /// <summary>Pages of spooled files.</summary>
    public IMongoCollection<BsonDocument> SpoolPages => Database.GetCollection<BsonDocument>("spool.pages");

    public GridFSBucket<ObjectId> Files { get; }

    /// <summary>Runs a call within the time limit, once the indexes exist.</summary>
    /// <exception cref="StoreUnavailableException">The server did not answer, or its answer is uncertain.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(options.Timeout);
        try
        {
            if (!prepared)
                await PrepareAsync(bound.Token);
            return await call(bound.Token);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && IsAway(error))
        {
            throw new OperationCanceledException("The caller canceled the call.", error, cancellationToken);
        }
        catch (Exception error) when (IsAway(error))
        {
            throw new StoreUnavailableException(Explain(error), error);
        }
        catch (MongoException error) when (RefusalOf(error) is not null)
        {
            throw new StoreUnavailableException(
                $"MongoDB at {servers} refuses the call (error {RefusalOf(error)}): check the space of the server, and "
                + "the rights of the user of ConnectionStrings:links.",
                error);
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            await call(token);
            return true;
        },
        cancellationToken);

    public void Dispose() => preparing.Dispose();

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await preparing.WaitAsync(cancellationToken);
        try
        {
            if (!prepared)
            {
                await RelayAtMigration.RunAsync(this, cancellationToken);
                await LinksIndexes.CreateAsync(this, cancellationToken);
            }

            prepared = true;
        }
        finally
        {
            preparing.Release();
        }
    }

    private string Explain(Exception error) => Find<MongoAuthenticationException>(error) is not null
        ? $"MongoDB at {servers} rejects the user or password of ConnectionStrings:links: correct it and restart."
        : $"MongoDB at {servers} did not answer within {options.Timeout.TotalSeconds:0.#} s: "
            + "check that it runs and that ConnectionStrings:links names it.";

    private static bool IsAway(Exception error) => error
        is OperationCanceledException
        or TimeoutException
        or MongoConnectionException
        or MongoConnectionPoolPausedException
        or MongoWaitQueueFullException
        or MongoExecutionTimeoutException
        or MongoNotPrimaryException
        or MongoNodeIsRecoveringException
        or MongoWriteConcernException
        or MongoWriteException { WriteConcernError: not null }
        or MongoBulkWriteException { WriteConcernError: not null }
        || (error is MongoException failed
            && (failed.HasErrorLabel("RetryableWriteError") || failed.HasErrorLabel("RetryableReadError")))
        || (error.InnerException is { } inner && error is MongoException && IsAway(inner));

    /// <summary>
    /// Returns the code of an error that an operator can end while jobs wait: the server lacks space, or the user lacks
    /// rights. Null for other errors.
    /// </summary>
    private static int? RefusalOf(MongoException error)
    {
        int? code = error switch
        {
            MongoCommandException command => command.Code,
            MongoWriteException { WriteError: { } write } => write.Code,
            MongoBulkWriteException { WriteErrors: [var first, ..] } => first.Code,
            _ => null,
        };

        // Unauthorized, AuthenticationFailed, AtlasError (a quota), OutOfDiskSpace.
        return code is 13 or 18 or 8000 or 14031 ? code : null;
    }

    private static T? Find<T>(Exception error) where T : Exception
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
                return found;
        }

        return null;
    }
}
