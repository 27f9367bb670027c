using Bench.CommandLine;
using Bench.Fleet;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>Every figure that is promised, one after the other, each against its target.</summary>
internal static class AllFigures
{
    private const string Study = "the load of the study: 50 requests/s for 10 s, 1.2 s of source latency";
    private const string TenTimes = "ten times that: 500 requests/s for 10 s";

    /// <summary>
    /// Slightly fewer jobs in flight than ten times the load needs: the rest waits in the queue.
    /// </summary>
    private const int InFlightForTenTimes = 256;

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        await IdleAsync(session, cancellationToken);
        await AcceptAsync(session, cancellationToken);
        foreach (var way in TransportMode.All)
            await StudyAsync(session, way, cancellationToken);
        await TenTimesAsync(session, cancellationToken);
        await RequestReply.RunAsync(session, cancellationToken);
        await DrainAsync(session, cancellationToken);
        await OverheadAsync(session, cancellationToken);
        await KilledWorker.RunAsync(session, cancellationToken);
        await Kills.RunAsync(session, cancellationToken);
    }

    private static async Task IdleAsync(Session session, CancellationToken cancellationToken)
    {
        var run = await Idle.RunAsync(session, "one process", FleetPlan.OneProcess, starts: 3, cancellationToken);
        session.Add(Judged(run, metric => metric.Name switch
        {
            "start to ready" => metric.AtMost(2),
            "gateway: memory" => metric.AtMost(150),
            _ => metric,
        }));
    }

    private static async Task AcceptAsync(Session session, CancellationToken cancellationToken)
    {
        var measured = new Session(session.Options, session.Clock, session.Say);
        await Accept.RunAsync(measured, cancellationToken);
        session.Add(Judged(measured.Runs[0], metric =>
            metric.Name == "requests a second" ? metric.AtLeast(6_000) : metric));
        session.Add(Judged(measured.Runs[1], metric =>
            metric.Name == "links a second" ? metric.AtLeast(20_000) : metric));
    }

    private static async Task StudyAsync(Session session, TransportMode way, CancellationToken cancellationToken)
    {
        var options = new BenchOptions();
        var outcome = await LoadedRun.RunAsync(session, way, options, fault: null, cancellationToken);
        var all = outcome.Load.Requests;
        var isForget = way.Prefer is null && way != TransportMode.HttpDirect;
        session.Add(Transports.RunOf(Study, way.Name, outcome) with
        {
            Metrics =
            [
                new Metric("answered", outcome.Load.Accepted).Exactly(all),
                isForget ? Median(outcome).AtMost(3) : Median(outcome),
                isForget ? Tail(outcome).AtMost(10) : Tail(outcome),
                new Metric("jobs done", outcome.Audit.Done).Exactly(all),
                new Metric("documents missing", outcome.Audit.Missing.Count).Exactly(0),
                new Metric("documents twice", outcome.Audit.Duplicated.Count).Exactly(0),
                new Metric("last document after last request", outcome.LastDoneAfter.TotalSeconds, "s")
                    .AtMost(2 + options.Latency.TotalSeconds),
            ],
        });
    }

    private static async Task TenTimesAsync(Session session, CancellationToken cancellationToken)
    {
        var options = new BenchOptions { Rate = 500, InFlight = InFlightForTenTimes };
        var outcome = await LoadedRun.RunAsync(session, TransportMode.Kafka, options, fault: null, cancellationToken);
        session.Add(Transports.RunOf(TenTimes, TransportMode.Kafka.Name, outcome) with
        {
            Metrics =
            [
                new Metric("answered", outcome.Load.Accepted).Exactly(outcome.Load.Requests),
                Median(outcome),
                Tail(outcome),
                new Metric("jobs done", outcome.Audit.Done).Exactly(outcome.Load.Requests),
                new Metric("documents missing", outcome.Audit.Missing.Count).Exactly(0),
                new Metric("documents twice", outcome.Audit.Duplicated.Count).Exactly(0),
            ],
        });
    }

    private static async Task DrainAsync(Session session, CancellationToken cancellationToken)
    {
        var options = Drain.Defaults with { InFlight = session.Options.InFlight, Jobs = session.Options.Jobs };
        var run = await Drain.RunAsync(session, "drain", options, cancellationToken);
        session.Add(Judged(run, metric => metric.Name == "of the ideal" ? metric.AtLeast(90) : metric));
    }

    private static async Task OverheadAsync(Session session, CancellationToken cancellationToken)
    {
        var run = await Overhead.RunAsync(session, "Kafka, 1 worker", new FleetPlan { Workers = 1 }, cancellationToken);
        session.Add(Judged(run, metric => metric.Name == "over asking directly" ? metric.AtMost(2) : metric));
    }

    private static Metric Median(LoadedOutcome outcome) =>
        new("answer p50", outcome.Load.Latency.Percentile(0.5).TotalMilliseconds, "ms");

    private static Metric Tail(LoadedOutcome outcome) =>
        new("answer p99", outcome.Load.Latency.Percentile(0.99).TotalMilliseconds, "ms");

    private static Run Judged(Run run, Func<Metric, Metric> judge) =>
        run with { Metrics = [.. run.Metrics.Select(judge)] };
}
