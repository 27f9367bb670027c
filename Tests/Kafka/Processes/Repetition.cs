using Tests.Support;
using Tests.Telemetry;

namespace Tests.Kafka.Processes;

/// <summary>
/// How much a fault had repeated: no job is done twice, but messages may be delivered and sources asked again.
/// </summary>
/// <param name="Delivered">Messages that workers got.</param>
/// <param name="Redelivered">Those of them whose job was done or claimed already, by the workers' own count.</param>
/// <param name="AskedAgain">Videos that the source was asked for more than once, by the source's count.</param>
internal sealed record Repetition(long Delivered, long Redelivered, int AskedAgain)
{
    public override string ToString() =>
        $"{Delivered} messages were delivered, {Redelivered} of them found their job done or claimed; the source was asked {AskedAgain} times again.";

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
    /// Waits until every run of a job that a worker counted is in a trace without a gap, up to the request that made
    /// the job; what a killed worker did last went with it.
    /// </summary>
    public static async Task TracesAreWholeAsync(KafkaSystem system)
    {
        foreach (var worker in system.Workers.Where(worker => !worker.IsKilled))
        {
            var runs = system.Collector.Value(worker.Name, "jobs.finished");
            await Eventually.TrueAsync(
                () => WholeRuns(system.Collector, worker.Name) >= runs, $"the traces of all {runs} jobs of {worker.Name} are whole");
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
