using System.Diagnostics;
using System.Globalization;
using Bench.CommandLine;
using Bench.Fleet;
using Bench.Loads;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>
/// Measures how a budget is used: a backlog under a source that allows 600 requests a minute, over one, two, and four
/// workers, and a single link of another client behind it.
/// </summary>
internal static class Pace
{
    public static readonly BenchOptions Defaults = new()
    {
        Jobs = 4_000, Workers = 4, Latency = TimeSpan.FromMilliseconds(200),
    };

    private const int Rate = 600;

    /// <summary>A claim may find no request, but rarely.</summary>
    private const double MostClaims = 1.1;

    private const double MostOfIdeal = 1.05;
    private const double LeastUse = 95;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        foreach (var workers in (int[])[1, 2, 4])
        {
            if (workers <= session.Options.Workers)
                session.Add(await RunAsync(session, workers, cancellationToken));
        }
    }

    private static async Task<Run> RunAsync(Session session, int workers, CancellationToken cancellationToken)
    {
        var jobs = session.Options.Jobs;
        session.Say($"{jobs:N0} links at {Rate} requests a minute, {workers} workers");
        var plan = new FleetPlan
        {
            Workers = workers,
            Source = new SourcePlan { Latency = session.Options.Latency },
            Settings = new Dictionary<string, string>
            {
                ["Sources:YouTubeApi:RequestsPerMinute"] = Rate.ToString(CultureInfo.InvariantCulture),
            },
        };
        await using var fleet = await RunningFleet.StartAsync(plan, cancellationToken);
        using var sender = new LinksSender(() => fleet.Api.Address, "links", WaitLimit);
        var began = Stopwatch.GetTimestamp();
        await SendAsync(sender, Links.Ids(session.TakeLinks(jobs), jobs));

        // After the burst of the first minute, when every request has its turn.
        await Task.Delay(Minute + TimeSpan.FromSeconds(10), session.Clock, cancellationToken);
        var single = await SingleAsync(session, fleet, sender, cancellationToken);
        var ideal = Minute * (jobs + 1.0) / Rate;
        var isDone = await fleet.Api.UntilDoneAsync(WaitLimit + (2 * ideal), cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);
        var slots = await fleet.StandIn.PaceAsync(cancellationToken);
        var deliveries = await fleet.DeliveriesAsync(cancellationToken);
        return new Run
        {
            Group = $"{jobs:N0} links at {Rate} a minute",
            Name = $"{workers} workers",
            Metrics =
            [
                new Metric("jobs open at the end", isDone ? 0 : (await fleet.Api.TotalsAsync(cancellationToken)).Open)
                    .Exactly(0),
                new Metric("took", took.TotalSeconds, "s").AtMost(MostOfIdeal * ideal.TotalSeconds),
                new Metric("ideal", ideal.TotalSeconds, "s"),
                new Metric("most requests in any minute", slots.MostIn(Minute)).AtMost(Rate),
                new Metric("least use of a full minute", 100.0 * slots.LeastIn(Minute) / Rate, "%").AtLeast(LeastUse),
                new Metric("deliveries a job", deliveries / (jobs + 1.0)).AtMost(MostClaims),
                new Metric("single link: asked after", single.After.TotalSeconds, "s"),
                new Metric("single link: requests before it", single.Before),
            ],
        };
    }

    /// <summary>Sends one link, and waits until the source is asked for it.</summary>
    private static async Task<(TimeSpan After, int Before)> SingleAsync(
        Session session, RunningFleet fleet, LinksSender sender, CancellationToken cancellationToken)
    {
        var id = Links.Id(session.TakeLinks(1));
        var before = (await fleet.StandIn.PaceAsync(cancellationToken)).Total;
        var began = Stopwatch.GetTimestamp();
        await SendAsync(sender, [id]);
        while (!await fleet.StandIn.WasAskedAsync(id, cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(began) > WaitLimit)
                throw new InvalidOperationException("The single link was not asked for within a minute.");
            await Task.Delay(Pause, session.Clock, cancellationToken);
        }

        var after = Stopwatch.GetElapsedTime(began);
        return (after, (await fleet.StandIn.PaceAsync(cancellationToken)).Total - before - 1);
    }

    private static async Task SendAsync(LinksSender sender, IEnumerable<string> ids)
    {
        if (await sender.SendAsync(ids) is { IsAccepted: false } reply)
            throw new InvalidOperationException($"The links were not taken: {Reply.NameOf(reply.Status)}.");
    }
}
