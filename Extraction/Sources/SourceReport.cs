using System.Text.Json;
using Extraction.Videos;
using Jobs.Workers;

namespace Extraction.Sources;

/// <summary>How the sources of a worker are, told to processes that have none of their own.</summary>
public sealed class SourceReport(SourceChain chain) : IWorkerDetails
{
    public string Read() => JsonSerializer.Serialize(chain.Status(), ExtractionJson.Default.IReadOnlyListSourceStatus);

    /// <summary>
    /// The sources of several workers as one list, in the order of the first. A source is as bad as where it is worst:
    /// ready only where all are, left alone until the last circuit closes. Budgets are each worker's own, so they add
    /// up.
    /// </summary>
    /// <param name="reports">What each worker's <see cref="Read"/> gave; nulls are workers that told nothing.</param>
    public static IReadOnlyList<SourceStatus> Merge(IEnumerable<string?> reports) =>
    [
        .. reports.OfType<string>()
            .SelectMany(
                report => JsonSerializer.Deserialize(report, ExtractionJson.Default.IReadOnlyListSourceStatus) ?? [])
            .GroupBy(source => source.Name, StringComparer.Ordinal)
            .Select(source => MergeOne(source.Key, [.. source])),
    ];

    private static SourceStatus MergeOne(string name, IReadOnlyList<SourceStatus> all)
    {
        var worst = all.FirstOrDefault(one => one.IsReady == false) ?? all.FirstOrDefault(one => one.IsReady is null)
            ?? all[0];
        return new SourceStatus
        {
            Name = name,
            IsReady = worst.IsReady,
            Detail = worst.Detail,
            CircuitOpenUntil = all.Max(one => one.CircuitOpenUntil),
            BudgetLeft = Sum(all.Select(one => one.BudgetLeft)),
            RequestsPerMinute = Sum(all.Select(one => one.RequestsPerMinute)),
        };
    }

    private static int? Sum(IEnumerable<int?> values) =>
        values.Aggregate((int?)null, (sum, value) => value is null ? sum : (sum ?? 0) + value);
}
