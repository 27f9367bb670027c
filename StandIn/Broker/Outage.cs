namespace StandIn.Broker;

/// <summary>Takes the cluster away, for good or for a while.</summary>
internal sealed class Outage(MockCluster cluster, TimeProvider clock) : IDisposable
{
    private readonly Lock gate = new();
    private ITimer? timer;

    public void Begin(TimeSpan? length)
    {
        lock (gate)
        {
            timer?.Dispose();
            cluster.Down();
            timer = length is { } span ? clock.CreateTimer(_ => End(), null, span, Timeout.InfiniteTimeSpan) : null;
        }
    }

    public void End()
    {
        lock (gate)
        {
            timer?.Dispose();
            timer = null;
            cluster.Up();
        }
    }

    public void Dispose() => timer?.Dispose();
}
