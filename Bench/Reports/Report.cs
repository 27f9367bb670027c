using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Reports;

/// <summary>Results of a command, with the machine and the time.</summary>
internal sealed record Report
{
    public required string Command { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Machine Machine { get; init; }

    public required IReadOnlyList<Run> Runs { get; init; }
}

/// <summary>One measurement under one set of circumstances.</summary>
internal sealed record Run
{
    /// <summary>Runs of one group stand side by side.</summary>
    public required string Group { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<Metric> Metrics { get; init; }

    /// <summary>Seconds, for the share of all in percent that took no longer.</summary>
    public IReadOnlyList<Point> Latency { get; init; } = [];

    /// <summary>Cumulative answers by second.</summary>
    public IReadOnlyList<Point> Answered { get; init; } = [];

    /// <summary>Cumulative finished jobs by second.</summary>
    public IReadOnlyList<Point> Done { get; init; } = [];
}

internal readonly record struct Point(double X, double Y);

/// <param name="Name">What was measured.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what; empty for a count.</param>
internal sealed record Metric(string Name, double Value, string Unit = "")
{
    /// <summary>Target as text.</summary>
    public string? Target { get; init; }

    public bool? IsMet { get; init; }

    public Metric AtMost(double bound) =>
        this with { Target = $"≤ {Figures.Show(bound, Unit)}", IsMet = Value <= bound };

    public Metric AtLeast(double bound) =>
        this with { Target = $"≥ {Figures.Show(bound, Unit)}", IsMet = Value >= bound };

    public Metric Exactly(double value) =>
        this with { Target = Figures.Show(value, Unit), IsMet = Value.Equals(value) };

    public override string ToString() => Figures.Show(Value, Unit);
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJson : JsonSerializerContext;
