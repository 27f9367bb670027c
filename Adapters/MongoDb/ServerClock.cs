namespace Adapters.MongoDb;

/// <summary>
/// Tells the time of the server, so that workers whose clocks differ agree on it. Asks the server now and then, and
/// counts the time that passed here in between.
/// </summary>
internal sealed class ServerClock(LinksDatabase database, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private ServerTime? time;
    private long readAt;

    public async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (time is not null && clock.GetElapsedTime(readAt) < Life)
                return time.Now;
        }

        var read = await ServerTime.ReadAsync(database, clock, cancellationToken);
        lock (gate)
            (time, readAt) = (read, clock.GetTimestamp());
        return read.Now;
    }
}
