using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>
/// The clock of the server, read once: from then on only time that passed here is added, so that the clocks of machines
/// do not matter.
/// </summary>
internal sealed class ServerTime(DateTimeOffset read, TimeProvider clock)
{
    private readonly long readAt = clock.GetTimestamp();

    public DateTimeOffset Now => read + clock.GetElapsedTime(readAt);

    public static async Task<ServerTime> ReadAsync(
        LinksDatabase database, TimeProvider clock, CancellationToken cancellationToken)
    {
        var hello = await database.Database.RunCommandAsync<BsonDocument>(
            new BsonDocument("hello", 1), ReadPreference.Primary, cancellationToken);
        return new ServerTime(hello.At("localTime"), clock);
    }
}
