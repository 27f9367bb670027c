using Microsoft.AspNetCore.Http.HttpResults;

namespace StandIn.Broker;

/// <summary>Faults on demand, for tests and for seeing what happens.</summary>
internal static class BrokerEndpoints
{
    public static void MapBroker(this WebApplication app)
    {
        app.MapGet("/broker", (MockCluster cluster) => TypedResults.Ok(new BrokerView(cluster.Brokers)));
        app.MapPut("/broker/down", (MockCluster cluster, Outage outage, double? @for) =>
        {
            outage.Begin(@for is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 3600)) : null);
            return TypedResults.NoContent();
        });
        app.MapPut("/broker/up", (Outage outage) =>
        {
            outage.End();
            return TypedResults.NoContent();
        });
        app.MapPut("/broker/delay", (MockCluster cluster, int milliseconds) =>
        {
            cluster.Delay(TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, 60_000)));
            return TypedResults.NoContent();
        });
        app.MapPut("/broker/errors", (MockCluster cluster, short request, int error, int? times) =>
        {
            cluster.Fail(request, error, Math.Clamp(times ?? 1, 1, 10_000));
            return TypedResults.NoContent();
        });
        app.MapPut("/broker/topics/{name}",
            Results<NoContent, Conflict> (MockCluster cluster, string name, int? partitions) =>
            cluster.CreateTopic(name, Math.Clamp(partitions
                ?? 12, 1, 1000)) ? TypedResults.NoContent() : TypedResults.Conflict());
    }

    internal sealed record BrokerView(string Brokers);
}
