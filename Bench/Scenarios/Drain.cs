using Bench.CommandLine;
using Bench.Fleet;
using Bench.Loads;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>
/// Builds a backlog, then starts workers: compares the time with the ideal, which is the number of jobs times the
/// source's latency over the jobs in flight.
/// </summary>
internal static class Drain
{
    /// <summary>A short latency asks more of the pipeline than a long one.</summary>
    public static readonly BenchOptions Defaults = new() { Workers = 1, Latency = TimeSpan.FromMilliseconds(200) };

    private const int MaxLinks = 10_000;

    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(Session session, CancellationToken cancellationToken) =>
        session.Add(await RunAsync(session, "drain", session.Options, cancellationToken));

    public static async Task<Run> RunAsync(
        Session session, string group, BenchOptions options, CancellationToken cancellationToken)
    {
        var (workers, inFlight, jobs) = (options.Workers, options.InFlight, options.Jobs);
        session.Say($"{jobs:N0} waiting jobs of {options.Latency.TotalSeconds:0.###} s, {workers} workers with {inFlight} jobs in flight each");
        var plan = new FleetPlan
        {
            Workers = 0,
            InFlight = inFlight,
            Source = new SourcePlan { Latency = options.Latency },
        };
        await using var fleet = await RunningFleet.StartAsync(plan, cancellationToken);
        for (var worker = 0; worker < workers; worker++)
            await fleet.AddWorkerAsync(cancellationToken);
        await SubmitAsync(session, fleet, Math.Min(jobs, inFlight * workers * 2), cancellationToken);
        await fleet.Api.UntilDoneAsync(WaitLimit, cancellationToken);

        fleet.ResetUsage();
        var links = await SubmitAsync(session, fleet, jobs, cancellationToken);
        var ideal = jobs * options.Latency / (inFlight * workers);
        await fleet.Api.UntilDoneAsync(WaitLimit + (10 * ideal), cancellationToken);
        var done = (await fleet.Api.JobsAsync(cancellationToken)).Where(job => links.Contains(job.Key) && job.IsDone)
            .ToList();
        var began = done.Min(job => job.StartedAt)!.Value;
        var took = done.Max(job => job.FinishedAt)!.Value - began;
        return new Run
        {
            Group = group,
            Name = $"{workers} × {inFlight} in flight",
            Metrics =
            [
                new Metric("jobs done", done.Count),
                new Metric("took", took.TotalSeconds, "s"),
                new Metric("ideal", ideal.TotalSeconds, "s"),
                new Metric("of the ideal", 100 * (ideal / took), "%"),
                new Metric("jobs a second", done.Count / took.TotalSeconds),
            ],
            Done = Curves.Cumulative(done.Select(job => job.FinishedAt!.Value - began)),
        };
    }

    private static async Task<HashSet<string>> SubmitAsync(
        Session session, RunningFleet fleet, int jobs, CancellationToken cancellationToken)
    {
        using var sender = new LinksSender(() => fleet.Api.Address, "links", WaitLimit);
        var links = Links.Ids(session.TakeLinks(jobs), jobs).ToHashSet(StringComparer.Ordinal);
        foreach (var chunk in links.Chunk(MaxLinks))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await sender.SendAsync(chunk) is { IsAccepted: false } reply)
                throw new InvalidOperationException(
                    $"The links of a drain were not taken: {Reply.NameOf(reply.Status)}.");
        }

        return links;
    }
}
