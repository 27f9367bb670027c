using Bench.Loads;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>
/// Runs the same load over every transport, then over those between processes with a fault in the middle.
/// </summary>
internal static class Transports
{
    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var options = session.Options;
        var group = $"{options.Rate:0} requests/s for {options.Duration.TotalSeconds:0} s, {options.Latency.TotalSeconds:0.###} s of source latency";
        foreach (var way in TransportMode.All)
            session.Add(RunOf(
                group, way.Name, await LoadedRun.RunAsync(session, way, options, fault: null, cancellationToken)));
        if (!options.WithFaults)
            return;

        foreach (var way in (TransportMode[])[TransportMode.HttpDirect, TransportMode.Kafka, TransportMode.KafkaReply])
        {
            var outcome = await LoadedRun.RunAsync(session, way, options, Fault.WorkerKilled, cancellationToken);
            session.Add(RunOf($"{group}, {Fault.WorkerKilled.Name} in the middle", way.Name, outcome));
        }

        foreach (var way in (TransportMode[])[TransportMode.Kafka, TransportMode.KafkaReply])
        {
            var outcome = await LoadedRun.RunAsync(session, way, options, Fault.BrokerAway, cancellationToken);
            session.Add(RunOf($"{group}, {Fault.BrokerAway.Name} from the middle on", way.Name, outcome));
        }
    }

    public static Run RunOf(string group, string name, LoadedOutcome outcome) => new()
    {
        Group = group,
        Name = name,
        Metrics = [.. Answers(outcome), .. Documents(outcome), .. Costs(outcome)],
        Latency = outcome.LatencyCurve,
        Answered = outcome.AnsweredCurve,
        Done = outcome.DoneCurve,
    };

    private static IEnumerable<Metric> Answers(LoadedOutcome outcome)
    {
        var load = outcome.Load;
        yield return new Metric("requests", load.Requests);
        foreach (var (status, count) in load.ByStatus.OrderByDescending(row => row.Value))
            yield return new Metric(Reply.NameOf(status), count);
        yield return new Metric("answer p50", load.Latency.Percentile(0.5).TotalMilliseconds, "ms");
        yield return new Metric("answer p90", load.Latency.Percentile(0.9).TotalMilliseconds, "ms");
        yield return new Metric("answer p99", load.Latency.Percentile(0.99).TotalMilliseconds, "ms");
        yield return new Metric("answer max", load.Latency.Max.TotalMilliseconds, "ms");
    }

    private static IEnumerable<Metric> Documents(LoadedOutcome outcome)
    {
        yield return new Metric("jobs done", outcome.Audit.Done);
        yield return new Metric("documents missing", outcome.Audit.Missing.Count);
        yield return new Metric("documents twice", outcome.Audit.Duplicated.Count);
        yield return new Metric("delivered again", outcome.Redeliveries);
        yield return new Metric("source asked again", outcome.Audit.AskedAgain);
        yield return new Metric("last document after last request", outcome.LastDoneAfter.TotalSeconds, "s");
    }

    private static IEnumerable<Metric> Costs(LoadedOutcome outcome)
    {
        foreach (var (name, usage) in outcome.Usage.Where(row => row.Key != "stand-in"))
        {
            yield return new Metric($"{name}: processor time", usage.Processor.TotalSeconds, "s");
            yield return new Metric($"{name}: memory", usage.Memory / 1e6, "MB");
        }
    }
}
