using Bench.Scenarios;

namespace Bench.CommandLine;

/// <param name="Name">As it is typed.</param>
/// <param name="Summary">What it measures.</param>
/// <param name="RunAsync">Measures it.</param>
/// <param name="NeedsBoundaries">Whether it needs a file of districts.</param>
internal sealed record Command(
    string Name, string Summary, Func<Session, CancellationToken, Task> RunAsync, bool NeedsBoundaries = false)
{
    /// <summary>What holds where the command line says nothing.</summary>
    public BenchOptions Defaults { get; init; } = new();

    public static IReadOnlyList<Command> All { get; } =
    [
        new(
            "transports",
            "the same load over HTTP, Kafka and in one process, then with something breaking",
            Transports.RunAsync),
        new("accept", "how many links a second one gateway takes", Accept.RunAsync),
        new("drain", "how fast waiting jobs are done, against the ideal", Drain.RunAsync) { Defaults = Drain.Defaults },
        new("scale", "the same with 1 to 4 workers and 1 to 256 jobs in work", Scale.RunAsync),
        new("idle", "time from start to ready, and memory at rest", Idle.RunAsync),
        new("overhead", "processor time a job, over asking the source directly", Overhead.RunAsync),
        new("reply", "what the way over the broker and back adds to the source's own latency", RequestReply.RunAsync),
        new(
            "lookup",
            "how many points a second one core looks up in the districts of --boundaries",
            Lookups.RunAsync,
            NeedsBoundaries: true),
        new(
            "files",
            "a csv of coordinates in, a workbook with addresses out, in one process; needs --boundaries",
            FileRuns.RunAsync,
            NeedsBoundaries: true),
        new("downloads", "memory of the process that makes 200 downloads of 5 MB at once", ManyDownloads.RunAsync),
        new(
            "export",
            "memory of the process that sends a submission as a table, for 1,000 to 200,000 rows",
            Exports.RunAsync),
        new(
            "kills",
            "a worker killed in the middle, then gateway and workers again and again under load",
            Kills.AllAsync),
        new("figures", "every figure that is promised, against its target; about six minutes", AllFigures.RunAsync),
    ];
}
