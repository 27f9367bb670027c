using Tests.Support;
using Tests.Telemetry;

namespace Tests.Kafka.Processes;

/// <summary>
/// Counts the repetitions after a fault: no job is done twice, but messages may be redelivered and sources asked again.
/// </summary>
/// <param name="Delivered">Messages delivered to workers.</param>
/// <param name="Redelivered">Deliveries whose job was already done or claimed, by the workers' count.</param>
/// <param name="AskedAgain">Repeated requests for a video, by the source's count.</param>
internal sealed record Repetition(long Delivered, long Redelivered, int AskedAgain)
{
    public override string ToString() =>
        $"{Delivered} messages were delivered, {Redelivered} of them to jobs already done or claimed; "
        + $"the source received {AskedAgain} repeated requests.";

    public static async Task<Repetition> OfAsync(KafkaSystem system)
    {
        foreach (var worker in system.Workers.Where(worker => !worker.HasEnded))
            await system.Collector.MeasuredAsync(worker.Name);
        var videos = system.YouTube.Requests.Report().Videos.Values;
        return new Repetition(
            system.Workers.Sum(worker => system.Collector.Value(worker.Name, "messaging.client.consumed.messages")),
            system.Workers.Sum(worker => system.Collector.Value(worker.Name, "kafka.consumer.redeliveries")),
            videos.Sum(video => video.Asked - 1));
    }

    /// <summary>
    /// Waits until every run that a worker counted is in a complete trace, up to the request that created its job. The
    /// last spans of a killed worker are lost.
    /// </summary>
    public static async Task TracesAreWholeAsync(KafkaSystem system)
    {
        foreach (var worker in system.Workers.Where(worker => !worker.IsKilled))
        {
            var runs = system.Collector.Value(worker.Name, "jobs.finished");
            await Eventually.TrueAsync(
                () => WholeRuns(system.Collector, worker.Name) >= runs,
                $"the traces of all {runs} jobs of {worker.Name} are complete");
        }
    }

    private static int WholeRuns(OtlpCollector collector, string worker)
    {
        var tree = new SpanTree(collector.Spans);
        return tree.Named("run link").Count(run =>
            run.Service == worker
            && tree.Above(run, "process links.requested") is { } process && process.Service == worker
            && tree.Above(process, "POST /links") is { Service: "gateway" });
    }
}
