using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>
/// The clock of the server, read once: from then on only time that passed here is added, so that the clocks of machines
/// do not matter.
/// </summary>
internal sealed class ServerTime(DateTimeOffset read, TimeProvider clock)
{
    private const int CommandNotFound = 59;

    private readonly long readAt = clock.GetTimestamp();

    public DateTimeOffset Now => read + clock.GetElapsedTime(readAt);

    public static async Task<ServerTime> ReadAsync(
        LinksDatabase database, TimeProvider clock, CancellationToken cancellationToken)
    {
        var hello = await RunAsync(database, "hello", cancellationToken)
            ?? await RunAsync(database, "isMaster", cancellationToken)
            ?? throw new NotSupportedException("The server does not tell its time: use MongoDB 4.2 or later.");
        return new ServerTime(hello.At("localTime"), clock);
    }

    /// <returns>Null if the server lacks the command: before 4.4.2, it is <c>isMaster</c>.</returns>
    private static async Task<BsonDocument?> RunAsync(
        LinksDatabase database, string command, CancellationToken cancellationToken)
    {
        try
        {
            return await database.Database.RunCommandAsync<BsonDocument>(
                new BsonDocument(command, 1), ReadPreference.Primary, cancellationToken);
        }
        catch (MongoCommandException error) when (error.Code == CommandNotFound)
        {
            return null;
        }
    }
}
