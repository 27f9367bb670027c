using Bench.CommandLine;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>State of the running command: its options and its measurements so far.</summary>
internal sealed class Session(BenchOptions options, TimeProvider clock, Action<string> say)
{
    private readonly List<Run> runs = [];
    private long nextLink;

    public BenchOptions Options => options;

    public TimeProvider Clock => clock;

    public IReadOnlyList<Run> Runs => runs;

    public void Say(string what) => say(what);

    public void Add(Run run) => runs.Add(run);

    /// <summary>Numbers of links that nothing else of this session uses; any thread may ask.</summary>
    /// <returns>The first of them.</returns>
    public long TakeLinks(int count) => Interlocked.Add(ref nextLink, count) - count;
}
