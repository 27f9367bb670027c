using Bench.Fleet;
using Bench.Loads;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>What the way over the broker and back adds to the source's own latency, measured beside it in the same minute.</summary>
internal static class RequestReply
{
    private const double Rate = 20;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        session.Say($"Request and reply over Kafka, {Rate:0} requests/s, {Latency.TotalMilliseconds:0} ms of source latency");
        await using var fleet = await RunningFleet.StartAsync(
            new FleetPlan { Workers = 1, Source = new SourcePlan { Latency = Latency } }, cancellationToken);
        using var sender = new LinksSender(() => fleet.Api.Address, Way.KafkaReply.Path, Patience, Way.KafkaReply.Prefer);
        using var client = new HttpClient { Timeout = Patience };

        await LoadAsync(session, WarmUp, sender.SendAsync, cancellationToken);
        var reply = await LoadAsync(session, Measured, sender.SendAsync, cancellationToken);
        await LoadAsync(session, WarmUp / 2, AskAsync, cancellationToken);
        var direct = await LoadAsync(session, Measured / 2, AskAsync, cancellationToken);
        var (median, own) = (reply.Latency.Percentile(0.5), direct.Latency.Percentile(0.5));
        session.Add(new Run
        {
            Group = "request and reply over Kafka",
            Name = "median",
            Metrics =
            [
                new Metric("answer with the result", median.TotalMilliseconds, "ms"),
                new Metric("the source's own", own.TotalMilliseconds, "ms"),
                new Metric("above the source", (median - own).TotalMilliseconds, "ms").AtMost(5),
                new Metric("above the source, p90", (reply.Latency.Percentile(0.9) - own).TotalMilliseconds, "ms"),
            ],
        });

        async Task<Reply> AskAsync(string id)
        {
            using var answer = await client.GetAsync(fleet.StandIn.Question(id), cancellationToken);
            return new Reply((int)answer.StatusCode);
        }
    }

    private static Task<LoadResult> LoadAsync(
        Session session, TimeSpan duration, Func<string, Task<Reply>> send, CancellationToken cancellationToken) =>
        OpenLoop.RunAsync(Rate, duration, _ => send(Links.Id(session.TakeLinks(1))), session.Clock, cancellationToken);
}
