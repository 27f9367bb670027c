using Bench.CommandLine;
using Bench.Fleet;
using Bench.Loads;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>Processor time and requests a link for each source, in one process, on the stand-in.</summary>
internal static class Sources
{
    /// <summary>A short latency: the processor's time does not depend on it, and 200 links take seconds.</summary>
    public static readonly BenchOptions Defaults = new() { Jobs = 200, Latency = TimeSpan.FromMilliseconds(100) };

    /// <summary>Calls of the Data API that the smaller budget allows at once; half of what the backlog needs.</summary>
    private const int SmallBudget = 20;

    private const int IdsPerCall = 50;
    private const int WarmUp = 8;

    /// <summary>Jobs in flight of a source that runs a few programs at a time.</summary>
    private const int Runs = 8;

    private const string Children = "processor of its programs, a link";
    private const string PerRequest = "links a request";

    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(10);

    private static readonly Dictionary<string, string> WithKey = new() { ["Sources:YouTubeApi:ApiKey"] = "stand-in" };

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var jobs = session.Options.Jobs;
        session.Add(await RunAsync(session, "oEmbed", "youtube-api", jobs, [], cancellationToken));
        session.Add(Judged(await RunAsync(
            session, "Data API", "youtube-api", jobs * 10, WithKey, cancellationToken)));
        session.Add(Judged(await RunAsync(
            session,
            "Data API, small budget",
            "youtube-api",
            SmallBudget * 2 * IdsPerCall,
            new(WithKey) { ["Sources:YouTubeApi:RequestsPerMinute"] = $"{SmallBudget}" },
            cancellationToken)));
        session.Add(await RunAsync(
            session, "yt-dlp, a process a link", "yt-dlp", jobs, new() { ["Sources:YtDlp:KeepRunning"] = "false" },
            cancellationToken));
        var kept = await RunAsync(session, "yt-dlp, kept running", "yt-dlp", jobs, [], cancellationToken);
        session.Add(kept with
        {
            Metrics = [.. kept.Metrics.Select(metric => metric.Name == Children ? metric.AtMost(100) : metric)],
        });
    }

    private static async Task<Run> RunAsync(
        Session session, string name, string source, int links, Dictionary<string, string> settings,
        CancellationToken cancellationToken)
    {
        session.Say($"{name}: {links:N0} links");
        var proxy = FleetSettings.FreeAddress();
        var plan = FleetPlan.OneProcess with
        {
            InFlight = source == "yt-dlp" ? Runs : session.Options.InFlight,
            Source = new SourcePlan { Latency = session.Options.Latency, ProxyPort = proxy.Port },
            Settings = new Dictionary<string, string>(settings)
            {
                ["Sources:Chain"] = source,
                ["Sources:YtDlp:Proxy"] = proxy.ToString(),
                ["Sources:YtDlp:NoCheckCertificates"] = "true",
                ["Sources:YtDlp:ExtractorArgs"] = "youtube:player_client=android;player_skip=webpage,configs,js",
                ["Sources:YtDlp:RequestsPerMinute"] = "100000",

                // A job waits for a process, so that none is counted as busy.
                ["Sources:YtDlp:QueueTimeout"] = "00:01:30",
            },
        };
        await using var fleet = await RunningFleet.StartAsync(plan, cancellationToken);
        await SubmitAsync(session, fleet, WarmUp, cancellationToken);

        await fleet.StandIn.ForgetAsync(cancellationToken);
        fleet.ResetUsage();
        var childrenBefore = ProcessTree.OfChildren(fleet.Gateway.Id);
        var done = (await fleet.Api.TotalsAsync(cancellationToken)).Succeeded;
        await SubmitAsync(session, fleet, links, cancellationToken);
        var children = ProcessTree.OfChildren(fleet.Gateway.Id) - childrenBefore;
        var own = fleet.Usage()[fleet.Gateway.Name].Processor;
        done = (await fleet.Api.TotalsAsync(cancellationToken)).Succeeded - done;
        var asked = await fleet.StandIn.AskedAsync(cancellationToken);
        return new Run
        {
            Group = "sources",
            Name = name,
            Metrics =
            [
                new Metric("links done", done).Exactly(links),
                new Metric("processor of the gateway, a link", own.TotalMilliseconds / links, "ms"),
                .. children is { } time ? (Metric[])[new Metric(Children, time.TotalMilliseconds / links, "ms")] : [],
                new Metric("requests a link", (double)asked / links),
                new Metric(PerRequest, (double)links / asked),
            ],
        };
    }

    private static async Task SubmitAsync(
        Session session, RunningFleet fleet, int links, CancellationToken cancellationToken)
    {
        using var sender = new LinksSender(() => fleet.Api.Address, "links", WaitLimit);
        var ids = Links.Ids(session.TakeLinks(links), links);
        if (await sender.SendAsync(ids) is { IsAccepted: false } reply)
            throw new InvalidOperationException($"The links were not taken: {Reply.NameOf(reply.Status)}.");
        await fleet.Api.UntilDoneAsync(WaitLimit, cancellationToken);
    }

    private static Run Judged(Run run) => run with
    {
        Metrics = [.. run.Metrics.Select(metric => metric.Name == PerRequest ? metric.AtLeast(45) : metric)],
    };
}
