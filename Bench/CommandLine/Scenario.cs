using Bench.Scenarios;

namespace Bench.CommandLine;

/// <summary>One thing that can be measured; each is a command of its own.</summary>
/// <param name="Name">Command name.</param>
/// <param name="Summary">One line for the help text.</param>
/// <param name="RunAsync">Runs the measurement and adds its runs to the session.</param>
/// <param name="NeedsBoundaries">True when it looks up points in a file of districts.</param>
internal sealed record Scenario(
    string Name, string Summary, Func<Session, CancellationToken, Task> RunAsync, bool NeedsBoundaries = false)
{
    /// <summary>Values of the options that are not given.</summary>
    public BenchOptions Defaults { get; init; } = new();

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(
            "transports",
            "The same load over HTTP, Kafka, and in one process, then with faults.",
            Transports.RunAsync),
        new("accept", "Links a second that one gateway accepts.", Accept.RunAsync),
        new("drain", "Time to finish a backlog, relative to the ideal.", Drain.RunAsync) { Defaults = Drain.Defaults },
        new("scale", "The same with 1 to 4 workers and 1 to 256 jobs in flight.", Scale.RunAsync),
        new("pace", "How the budget of a source is used under a backlog, by 1 to 4 workers.", Pace.RunAsync)
        {
            Defaults = Pace.Defaults,
        },
        new("idle", "Time from start to ready, and memory at rest.", Idle.RunAsync),
        new("overhead", "Processor time a job, compared with asking the source directly.", Overhead.RunAsync),
        new("reply", "Latency that request-reply over the broker adds to the source's.", RequestReply.RunAsync),
        new(
            "lookup",
            "Points a second that one core looks up in the districts of --boundaries.",
            Lookups.RunAsync,
            NeedsBoundaries: true),
        new(
            "files",
            "A csv of coordinates in, a workbook with addresses out, in one process; needs --boundaries.",
            FileRuns.RunAsync,
            NeedsBoundaries: true),
        new(
            "sources",
            "Processor time and requests a link for each source, and the links that one request answers.",
            Sources.RunAsync) { Defaults = Sources.Defaults },
        new("downloads", "Memory of a process with 200 downloads of 5 MB at once.", ManyDownloads.RunAsync),
        new("export", "Memory of a process that exports a submission of 1,000 to 200,000 rows.", Exports.RunAsync),
        new("memory", "Memory of a process that reads pages of large jobs, and of many.", Memory.RunAsync),
        new("uploads", "Memory of a process that reads five compressed files at once.", Uploads.RunAsync),
        new("kills", "A worker killed under load, then gateway and workers again and again.", Kills.AllAsync),
        new("figures", "Every promised figure against its target; about six minutes.", AllFigures.RunAsync),
    ];
}
