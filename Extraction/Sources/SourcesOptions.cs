using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Jobs.Pace;

namespace Extraction.Sources;

/// <summary>Options of the chain of sources: section <c>Sources</c>. Each source has a section below it.</summary>
public sealed record SourcesOptions
{
    public const string Section = "Sources";

    /// <summary>
    /// Names of the sources in the order in which they are asked, separated by commas. The source with the richest
    /// answers comes first; the official one, which breaks least and returns least, comes last.
    /// </summary>
    public string Chain { get; init; } = "youtube-explode, yt-dlp, youtube-api";

    /// <summary>Pause of a source that asks to slow down without saying for how long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan CircuitOpen { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Maximum pause of a source, even if it asks for more; then one request probes it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan CircuitMaxOpen { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Name of the address from which this worker asks: workers with the same name share budgets and circuits.
    /// </summary>
    [RegularExpression("[A-Za-z0-9._-]{1,64}")]
    public string Egress { get; init; } = BudgetKey.DefaultEgress;

    /// <summary>
    /// Maximum time that a job waits at a worker for a request of its source, before it goes back to the store. The
    /// outbox relay releases jobs a few seconds ahead of the budget, so few wait for longer.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The names in <see cref="Chain"/>, without duplicates.</summary>
    public ImmutableArray<string> Names =>
    [
        .. Chain.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.Ordinal),
    ];
}
