using Bench.Fleet;
using Bench.Loads;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>
/// Measures how fast one gateway accepts links: answered once stored and confirmed by the broker. No worker runs the
/// jobs.
/// </summary>
internal static class Accept
{
    /// <summary>Links of one bulk request.</summary>
    public const int Bulk = 1000;

    private const int BulkCallers = 4;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        await using var fleet = await RunningFleet.StartAsync(new FleetPlan { Workers = 0 }, cancellationToken);
        session.Add(await SinglesAsync(session, fleet, cancellationToken));
        session.Add(await BulkAsync(session, fleet, cancellationToken));
    }

    private static async Task<Run> SinglesAsync(
        Session session, RunningFleet fleet, CancellationToken cancellationToken)
    {
        var callers = session.Options.Connections;
        session.Say($"One link per request, {callers} connections");
        using var sender = new LinksSender(() => fleet.Api.Address, "links", WaitLimit);
        Task<Reply> SendAsync(int number) => sender.SendAsync(Links.Id(session.TakeLinks(1)));
        await ClosedLoop.RunAsync(callers, WarmUp, SendAsync, session.Clock, cancellationToken);

        fleet.ResetUsage();
        var load = await ClosedLoop.RunAsync(callers, Measured, SendAsync, session.Clock, cancellationToken);
        return RunOf("one link per request", fleet, load, linksEach: 1);
    }

    private static async Task<Run> BulkAsync(Session session, RunningFleet fleet, CancellationToken cancellationToken)
    {
        session.Say($"{Bulk:N0} links a request, {BulkCallers} connections");
        using var sender = new LinksSender(() => fleet.Api.Address, "links", WaitLimit);
        Task<Reply> SendAsync(int number) => sender.SendAsync(Links.Ids(session.TakeLinks(Bulk), Bulk));
        await ClosedLoop.RunAsync(BulkCallers, WarmUp, SendAsync, session.Clock, cancellationToken);

        fleet.ResetUsage();
        var load = await ClosedLoop.RunAsync(BulkCallers, Measured, SendAsync, session.Clock, cancellationToken);
        return RunOf("1,000 links a request", fleet, load, Bulk);
    }

    private static Run RunOf(string name, RunningFleet fleet, LoadResult load, int linksEach)
    {
        var links = load.Accepted * linksEach;
        return new Run
        {
            Group = "acceptance by one gateway",
            Name = name,
            Metrics =
            [
                new Metric("requests a second", load.Accepted / load.Elapsed.TotalSeconds),
                new Metric("links a second", links / load.Elapsed.TotalSeconds),
                new Metric("answer p50", load.Latency.Percentile(0.5).TotalMilliseconds, "ms"),
                new Metric("answer p99", load.Latency.Percentile(0.99).TotalMilliseconds, "ms"),
                new Metric("not accepted", load.Latency.Count - load.Accepted),
                .. fleet.Usage().Select(row => new Metric(
                    $"{row.Key}: processor time a link", row.Value.Processor.TotalMicroseconds / Math.Max(1, links),
                    "µs")),
            ],
            Latency = Curves.Of(load.Latency),
        };
    }
}
