using Bench.Audits;
using Bench.Fleet;
using Bench.Loads;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>One of two workers killed in the middle of 200 jobs of 100 ms, as the earlier system was tried.</summary>
internal static class KilledWorker
{
    private const int Jobs = 200;
    private const int InFlight = 8;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        session.Say($"A worker killed in the middle of {Jobs} jobs of {Latency.TotalMilliseconds:0} ms");
        var plan = new FleetPlan { InFlight = InFlight, Source = new SourcePlan { Latency = Latency } };
        await using var fleet = await RunningFleet.StartAsync(plan, cancellationToken);
        using var sender = new LinksSender(() => fleet.Api.Address, "links", SettleLimit);
        var links = Links.Ids(session.TakeLinks(Jobs), Jobs).ToList();
        await sender.SendAsync(links);
        while ((await fleet.Api.TotalsAsync(cancellationToken)).Succeeded < Jobs / 4)
            await Task.Delay(TimeSpan.FromMilliseconds(20), session.Clock, cancellationToken);

        await fleet.Workers[0].KillAsync();
        var killedAt = session.Clock.GetUtcNow();
        await fleet.Api.UntilDoneAsync(SettleLimit, cancellationToken);

        var jobs = await fleet.Api.JobsAsync(cancellationToken);
        var audit = Audit.Of(
            links, await fleet.Api.DocumentsAsync(cancellationToken), jobs,
            await fleet.StandIn.AnsweredAsync(cancellationToken));
        session.Add(new Run
        {
            Group = "a worker killed",
            Name = $"{Jobs} jobs",
            Metrics =
            [
                new Metric("jobs done", audit.Done).Exactly(Jobs),
                new Metric("documents missing", audit.Missing.Count).Exactly(0),
                new Metric("documents twice", audit.Duplicated.Count).Exactly(0),
                new Metric("source asked again", audit.AskedAgain),
                new Metric("last job done after the kill",
                    (jobs.Max(job => job.FinishedAt)!.Value - killedAt).TotalSeconds, "s").AtMost(15),
            ],
        });
    }
}
