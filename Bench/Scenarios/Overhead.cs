using System.Diagnostics;
using Bench.Fleet;
using Bench.Loads;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>
/// Processor time of everything between a link and its document, over a plain loop that asks the source and drops the
/// answer.
/// </summary>
internal static class Overhead
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        session.Add(await RunAsync(session, "one process", FleetPlan.OneProcess, cancellationToken));
        session.Add(await RunAsync(session, "Kafka, 1 worker", new FleetPlan { Workers = 1 }, cancellationToken));
    }

    public static async Task<Run> RunAsync(
        Session session, string name, FleetPlan plan, CancellationToken cancellationToken)
    {
        var jobs = session.Options.Jobs;
        session.Say($"Processor time a job, {name}: {jobs:N0} jobs");
        await using var fleet = await RunningFleet.StartAsync(plan, cancellationToken);
        using var sender = new LinksSender(() => fleet.Api.Address, "links", WaitLimit);

        await SubmitAsync(session, fleet, sender, jobs, cancellationToken);
        fleet.ResetUsage();
        await SubmitAsync(session, fleet, sender, jobs, cancellationToken);
        var usage = fleet.Usage().Where(row => row.Key is not ("stand-in" or "broker")).ToList();

        await AskAsync(session, fleet, jobs, cancellationToken);
        var direct = await AskAsync(session, fleet, jobs, cancellationToken);
        var pipeline = usage.Sum(row => row.Value.Processor.TotalMilliseconds) / jobs;
        return new Run
        {
            Group = "processor time a job",
            Name = name,
            Metrics =
            [
                .. usage.Select(row => new Metric(row.Key, row.Value.Processor.TotalMilliseconds / jobs, "ms")),
                new Metric("asking the source directly", direct.TotalMilliseconds / jobs, "ms"),
                new Metric("over asking directly", pipeline - (direct.TotalMilliseconds / jobs), "ms"),
            ],
        };
    }

    /// <summary>
    /// One link per request, as in the load of the transports, so that a job's cost includes its request.
    /// </summary>
    private static async Task SubmitAsync(
        Session session, RunningFleet fleet, LinksSender sender, int jobs, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            Links.Ids(session.TakeLinks(jobs), jobs), new ParallelOptions
            {
                MaxDegreeOfParallelism = 16,
                CancellationToken = cancellationToken,
            },
            async (id, _) => await sender.SendAsync(id));
        await fleet.Api.UntilDoneAsync(WaitLimit, cancellationToken);
    }

    /// <returns>Processor time of this process, which does nothing else meanwhile.</returns>
    private static async Task<TimeSpan> AskAsync(
        Session session, RunningFleet fleet, int jobs, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        await Parallel.ForEachAsync(
            Links.Ids(session.TakeLinks(jobs), jobs), new ParallelOptions
            {
                MaxDegreeOfParallelism = 16,
                CancellationToken = cancellationToken,
            },
            async (id, token) => await client.GetByteArrayAsync(fleet.StandIn.Question(id), token));
        self.Refresh();
        return self.TotalProcessorTime - before;
    }
}
