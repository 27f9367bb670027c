using Bench.Audits;
using Bench.CommandLine;
using Bench.Fleet;
using Bench.Loads;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>One open load over one way: started, warmed up, measured and audited.</summary>
internal static class LoadedRun
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(90);

    public static async Task<LoadedOutcome> RunAsync(
        Session session, TransportMode way, BenchOptions options, Fault? fault, CancellationToken cancellationToken)
    {
        session.Say($"{way.Name}{(fault is null ? "" : $", {fault.Name}")}: {options.Rate:0} requests/s for {options.Duration.TotalSeconds:0} s");
        await using var fleet = await RunningFleet.StartAsync(way.PlanFor(options), cancellationToken);
        using var sender = new LinksSender(() => fleet.Api.Address, way.Path, options.GiveUp, way.Prefer);

        // Compilers and connections settle first: what is asked for is how it runs, not how it starts.
        var warmUp = session.TakeLinks((int)(options.Rate * WarmUp.TotalSeconds) + 1);
        await OpenLoop.RunAsync(
            options.Rate, WarmUp, number => sender.SendAsync(Links.Id(warmUp + number)), session.Clock,
            cancellationToken);
        await fleet.Api.UntilDoneAsync(SettleLimit, cancellationToken);
        await fleet.StandIn.ForgetAsync(cancellationToken);
        fleet.ResetUsage();

        var first = session.TakeLinks((int)(options.Rate * options.Duration.TotalSeconds) + 1);
        var breaking = fault is null
            ? Task.CompletedTask
            : BreakAsync(fleet, fault, options.Duration / 2, session.Clock, cancellationToken);
        var load = await OpenLoop.RunAsync(
            options.Rate, options.Duration, number => sender.SendAsync(Links.Id(first + number)), session.Clock,
            cancellationToken);
        await breaking;
        await fleet.Api.UntilDoneAsync(SettleLimit, cancellationToken);
        return await OutcomeAsync(fleet, load, first, cancellationToken);
    }

    private static async Task BreakAsync(
        RunningFleet fleet, Fault fault, TimeSpan after, TimeProvider clock, CancellationToken cancellationToken)
    {
        await Task.Delay(after, clock, cancellationToken);
        await fault.BreakAsync(fleet, cancellationToken);
    }

    private static async Task<LoadedOutcome> OutcomeAsync(
        RunningFleet fleet, LoadResult load, long first, CancellationToken cancellationToken)
    {
        var usage = fleet.Usage();
        var sent = Links.Ids(first, load.Requests).ToHashSet(StringComparer.Ordinal);
        var jobs = (await fleet.Api.JobsAsync(cancellationToken)).Where(job => sent.Contains(job.Key)).ToList();
        var documents = (await fleet.Api.DocumentsAsync(cancellationToken)).Where(sent.Contains).ToList();
        var answered = await fleet.StandIn.AnsweredAsync(cancellationToken);
        var accepted = load.AcceptedNumbers.Select(number => Links.Id(first + number)).ToList();
        return new LoadedOutcome(
            load, Audit.Of(accepted, documents, jobs, answered), jobs, usage,
            await fleet.RedeliveriesAsync(cancellationToken));
    }
}

/// <param name="Load">What the client saw.</param>
/// <param name="Audit">What the store and the source tell.</param>
/// <param name="Jobs">The jobs of the load.</param>
/// <param name="Usage">What each process that still runs has used.</param>
/// <param name="Redeliveries">Messages that came to a worker again and found their job done or claimed.</param>
internal sealed record LoadedOutcome(
    LoadResult Load, Audit Audit, IReadOnlyList<JobRecord> Jobs, IReadOnlyDictionary<string, Usage> Usage,
    long Redeliveries)
{
    /// <summary>From the last request to the last job done; zero when the last was done before.</summary>
    public TimeSpan LastDoneAfter
    {
        get
        {
            var last = Jobs.Max(job => job.FinishedAt) ?? DateTimeOffset.MaxValue;
            var after = last - (Load.StartedAt + Load.LastSent);
            return after > TimeSpan.Zero ? after : TimeSpan.Zero;
        }
    }

    public IReadOnlyList<Point> LatencyCurve => Curves.Of(Load.Latency);

    public IReadOnlyList<Point> AnsweredCurve => Curves.Cumulative(Load.Answers);

    public IReadOnlyList<Point> DoneCurve =>
        Curves.Cumulative(Jobs.Where(job => job.IsDone).Select(job => job.FinishedAt!.Value - Load.StartedAt));
}
