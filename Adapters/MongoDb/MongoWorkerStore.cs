using Jobs.Workers;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>Stores reports of workers in MongoDB, which removes expired ones by an index.</summary>
internal sealed class MongoWorkerStore(LinksDatabase database) : IWorkerStore
{
    public const string ExpiresAt = "expiresAt";
    private const string Name = "_id";

    public async ValueTask ReportAsync(WorkerReport report, CancellationToken cancellationToken) =>
        await database.RunAsync(
            token => database.Workers.ReplaceOneAsync(
                new BsonDocument(Name, report.Name), Write(report), new ReplaceOptions { IsUpsert = true }, token),
            cancellationToken);

    public async ValueTask RemoveAsync(string name, CancellationToken cancellationToken) =>
        await database.RunAsync(
            token => database.Workers.DeleteOneAsync(new BsonDocument(Name, name), token), cancellationToken);

    public async ValueTask<IReadOnlyList<WorkerReport>> ListAsync(
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(
            token => database.Workers.Find(new BsonDocument(ExpiresAt, new BsonDocument("$gt", Bson.Of(now))))
                .Sort(new BsonDocument(Name, 1)).Limit(IWorkerStore.MaxListed).ToListAsync(token),
            cancellationToken);
        return found.ConvertAll(Read);
    }

    private static BsonDocument Write(WorkerReport report) =>
        new BsonDocument
        {
            { Name, report.Name },
            { ExpiresAt, Bson.Of(report.ExpiresAt) },
            { "startedAt", Bson.Of(report.StartedAt) },
            { "at", Bson.Of(report.At) },
            { "inFlight", report.InFlight },
            { "maxInFlight", report.MaxInFlight },
            { "maxDownloads", report.MaxDownloads },
            {
                "partitions", new BsonArray(report.Share.Partitions.Select(topic => new BsonDocument
                {
                    { "topic", topic.Topic }, { "numbers", new BsonArray(topic.Numbers) },
                }))
            },
        }
        .With("lag", report.Share.Lag is { } lag ? new BsonInt64(lag) : null)
        .With("details", report.Details);

    private static WorkerReport Read(BsonDocument document) => new()
    {
        Name = document[Name].AsString,
        StartedAt = document.At("startedAt"),
        At = document.At("at"),
        ExpiresAt = document.At(ExpiresAt),
        InFlight = document["inFlight"].AsInt32,
        MaxInFlight = document["maxInFlight"].AsInt32,
        MaxDownloads = document["maxDownloads"].AsInt32,
        Share = new WorkerShare(
            [.. document["partitions"].AsBsonArray.OfType<BsonDocument>().Select(topic => new TopicPartitions(
                topic["topic"].AsString, [.. topic["numbers"].AsBsonArray.Select(number => number.AsInt32)]))],
            document.TryGetValue("lag", out var lag) ? lag.AsInt64 : null),
        Details = document.TextOrNull("details"),
    };
}
