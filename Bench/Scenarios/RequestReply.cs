using Bench.Fleet;
using Bench.Loads;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>
/// Measures the latency that the round trip over the broker adds to the source's own, which is measured at the same
/// time by asking the source directly.
/// </summary>
internal static class RequestReply
{
    private const string Group = "request and reply over Kafka";
    private const double Rate = 20;

    /// <summary>Enough calls that all code has been compiled for the second time.</summary>
    private const double WarmUpRate = 100;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The stand-in for Kafka ends an empty wait only when it is over, where a broker answers as soon as a message
    /// comes: so it is not told to wait, but asked again at once.
    /// </summary>
    private static readonly FleetPlan Plan = new()
    {
        Workers = 1,
        Source = new SourcePlan { Latency = Latency },
        Settings = new Dictionary<string, string>
        {
            [FleetSettings.FetchWaitOf("links.requested")] = "0",
            [FleetSettings.FetchWaitOf("jobs.events")] = "0",
        },
    };

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        session.Say(
            $"Request and reply over Kafka, {Rate:0} requests/s, {Latency.TotalMilliseconds:0} ms of source latency");
        await using var fleet = await RunningFleet.StartAsync(Plan, cancellationToken);
        using var sender = new LinksSender(() => fleet.Api.Address, TransportMode.KafkaReply.Path, WaitLimit,
            TransportMode.KafkaReply.Prefer);
        using var client = new HttpClient { Timeout = WaitLimit };
        var stages = new ReplyStages();

        await LoadAsync(session, WarmUpRate, WarmUp, sender.SendAsync, cancellationToken);
        var reply = await LoadAsync(session, Rate, Measured, SendAsync, cancellationToken);
        await LoadAsync(session, WarmUpRate, WarmUp / 2, AskAsync, cancellationToken);
        var direct = await LoadAsync(session, Rate, Measured, AskAsync, cancellationToken);
        var (median, own) = (reply.Latency.Percentile(0.5), direct.Latency.Percentile(0.5));
        session.Add(new Run
        {
            Group = Group,
            Name = "median",
            Metrics =
            [
                new Metric("answer with the result", median.TotalMilliseconds, "ms"),
                new Metric("the source's own", own.TotalMilliseconds, "ms"),
                new Metric("above the source", (median - own).TotalMilliseconds, "ms").AtMost(5),
                new Metric("above the source, p90", (reply.Latency.Percentile(0.9) - own).TotalMilliseconds, "ms"),
            ],
        });
        session.Add(new Run { Group = $"{Group}: where the time goes", Name = "median", Metrics = stages.Medians() });

        async Task<Reply> SendAsync(string id)
        {
            using var body = new MemoryStream();
            var sentAt = session.Clock.GetUtcNow();
            var answer = await sender.SendAsync(id, body);
            var answeredAt = session.Clock.GetUtcNow();
            if (answer.IsAccepted)
                stages.Add(sentAt, answeredAt, body.ToArray());
            return answer;
        }

        async Task<Reply> AskAsync(string id)
        {
            using var answer = await client.GetAsync(fleet.StandIn.Question(id), cancellationToken);
            return new Reply((int)answer.StatusCode);
        }
    }

    private static Task<LoadResult> LoadAsync(
        Session session, double rate, TimeSpan duration, Func<string, Task<Reply>> send,
        CancellationToken cancellationToken) =>
        OpenLoop.RunAsync(rate, duration, _ => send(Links.Id(session.TakeLinks(1))), session.Clock, cancellationToken);
}
