using System.CommandLine;
using Bench.Fleet;

namespace Bench.CommandLine;

/// <summary>The options that every scenario shares.</summary>
internal sealed class ScenarioOptions
{
    private readonly Option<double> rate = new("--rate")
    {
        Description = "Requests a second (50).",
        CustomParser = OptionValue.Number(value => value > 0, "a number above 0"),
    };

    private readonly Option<TimeSpan> duration = Duration("--duration", "Length of the load (10s).");
    private readonly Option<TimeSpan> latency = Duration("--latency", "Time the source takes for one video (1.2s).");
    private readonly Option<TimeSpan> spread = Duration("--spread", "Standard deviation of that latency (0s).");

    private readonly Option<double> errorRate = new("--error-rate")
    {
        Description = "Share of the source's answers that are errors (0).",
        CustomParser = OptionValue.Number(value => value is >= 0 and < 1, "a number from 0 to below 1"),
    };

    private readonly Option<TimeSpan> giveUp = Duration("--give-up", "Time after which a client stops waiting (10s).");
    private readonly Option<int> workers = Count("--workers", "Worker processes (2).", FleetSettings.MaxWorkers);
    private readonly Option<int> inFlight = Count("--in-flight", "Jobs in flight in each process (64).", 4096);
    private readonly Option<int> jobs = Count("--jobs", "Jobs of the scenarios that count jobs (2000).", 1_000_000);
    private readonly Option<int> connections = Count("--connections", "Concurrent callers of accept (50).", 10_000);
    private readonly Option<int> rows = Count("--rows", "Rows or points of files and lookup (1000000).", 1_048_575);

    private readonly Option<FileInfo> boundaries = new("--boundaries")
    {
        Description = "GeoJSON file of districts, for files and lookup.",
        HelpName = "FILE",
        CustomParser = OptionValue.ExistingFile,
    };

    private readonly Option<bool> noFaults = new("--no-faults")
    {
        Description = "Leaves the faults out of transports.",
    };

    private readonly Option<string> json = Output("--json", "Writes the results as JSON.");
    private readonly Option<string> html = Output("--html", "Writes the results as an HTML page.");
    private readonly Option<string> svg = Output("--svg", "Writes the results as an SVG plot.");

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])
        [
            rate, duration, latency, spread, errorRate, giveUp, workers, inFlight, jobs, connections, rows, boundaries,
            noFaults, json, html, svg,
        ])
        {
            command.Add(option);
        }
    }

    /// <summary>True when the command line names a file of districts.</summary>
    public bool HasBoundaries(System.CommandLine.Parsing.CommandResult result) =>
        result.GetResult(boundaries) is not null;

    /// <summary>The scenario's defaults, replaced where the command line gives a value.</summary>
    public BenchOptions Read(ParseResult result, BenchOptions defaults) => defaults with
    {
        Rate = Given(result, rate, defaults.Rate),
        Duration = Given(result, duration, defaults.Duration),
        Latency = Given(result, latency, defaults.Latency),
        Spread = Given(result, spread, defaults.Spread),
        ErrorRate = Given(result, errorRate, defaults.ErrorRate),
        GiveUp = Given(result, giveUp, defaults.GiveUp),
        Workers = Given(result, workers, defaults.Workers),
        InFlight = Given(result, inFlight, defaults.InFlight),
        Jobs = Given(result, jobs, defaults.Jobs),
        Connections = Given(result, connections, defaults.Connections),
        Rows = Given(result, rows, defaults.Rows),
        Boundaries = result.GetValue(boundaries)?.FullName ?? defaults.Boundaries,
        WithFaults = defaults.WithFaults && !result.GetValue(noFaults),
        Json = result.GetValue(json) ?? defaults.Json,
        Html = result.GetValue(html) ?? defaults.Html,
        Svg = result.GetValue(svg) ?? defaults.Svg,
    };

    private static T Given<T>(ParseResult result, Option<T> option, T otherwise) where T : struct =>
        result.GetResult(option) is { Implicit: false } ? result.GetValue(option) : otherwise;

    private static Option<TimeSpan> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "1.2s|500ms",
        CustomParser = OptionValue.Duration,
    };

    private static Option<int> Count(string name, string description, int atMost) => new(name)
    {
        Description = description,
        CustomParser = OptionValue.Count(atMost),
    };

    private static Option<string> Output(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
    };
}
