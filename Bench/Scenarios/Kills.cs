using Bench.Audits;
using Bench.Fleet;
using Bench.Loads;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>Kills gateway and workers again and again under load: every accepted link is done once.</summary>
internal static class Kills
{
    private const double Rate = 50;
    private const int Rounds = 6;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(60);

    public static async Task AllAsync(Session session, CancellationToken cancellationToken)
    {
        await KilledWorker.RunAsync(session, cancellationToken);
        await RunAsync(session, cancellationToken);
    }

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        session.Say($"{Rounds} kills of the gateway and of workers in turn, under {Rate:0} requests/s");
        var plan = new FleetPlan { Source = new SourcePlan { Latency = TimeSpan.FromMilliseconds(200) } };
        await using var fleet = await RunningFleet.StartAsync(plan, cancellationToken);
        using var sender = new LinksSender(() => fleet.Api.Address, "links", WaitLimit);
        var duration = Between * (Rounds + 1);
        var first = session.TakeLinks((int)(Rate * duration.TotalSeconds) + 1);
        var killing = KillAsync(fleet, session.Clock, cancellationToken);
        var load = await OpenLoop.RunAsync(
            Rate, duration, number => sender.SendAsync(Links.Id(first + number)), session.Clock, cancellationToken);
        await killing;
        await fleet.Api.UntilDoneAsync(SettleLimit, cancellationToken);

        var accepted = load.AcceptedNumbers.Select(number => Links.Id(first + number)).ToList();
        var audit = Audit.Of(
            accepted, await fleet.Api.DocumentsAsync(cancellationToken), await fleet.Api.JobsAsync(cancellationToken),
            await fleet.StandIn.AnsweredAsync(cancellationToken));
        session.Add(new Run
        {
            Group = "killed again and again",
            Name = $"{Rounds} kills",
            Metrics =
            [
                new Metric("requests", load.Requests),
                new Metric("accepted", accepted.Count),
                new Metric("accepted and lost", audit.Missing.Count).Exactly(0),
                new Metric("documents twice", audit.Duplicated.Count).Exactly(0),
                new Metric("source asked again", audit.AskedAgain),
            ],
        });
    }

    private static async Task KillAsync(RunningFleet fleet, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await Task.Delay(Between, clock, cancellationToken);
            if (round % 2 == 0)
            {
                await fleet.Gateway.KillAsync();
                await fleet.StartGatewayAsync(cancellationToken);
                continue;
            }

            var worker = round / 2 % fleet.Workers.Count;
            await fleet.Workers[worker].KillAsync();
            await fleet.RestartWorkerAsync(worker, cancellationToken);
        }
    }
}
