using Jobs.Time;

namespace Adapters.MongoDb;

/// <summary>Reads the clock of the primary server.</summary>
internal sealed class MongoStoreTime(LinksDatabase database, TimeProvider clock) : IStoreTime
{
    public async ValueTask<DateTimeOffset> ReadAsync(CancellationToken cancellationToken) =>
        await database.RunAsync(
            async token => (await ServerTime.ReadAsync(database, clock, token)).Now, cancellationToken);
}
