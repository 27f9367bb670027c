using System.Text.Json;
using Extraction.Videos;
using Jobs.Workers;

namespace Extraction.Sources;

/// <summary>Reports the state of a worker's sources to processes that have none of their own.</summary>
public sealed class SourceReport(SourceChain chain) : IWorkerDetails
{
    /// <summary>Serializes the state of the sources.</summary>
    public string Read() => JsonSerializer.Serialize(chain.Status(), ExtractionJson.Default.IReadOnlyListSourceStatus);

    /// <summary>
    /// Merges the sources of several workers into one list, in the order of the first worker. The worst state counts:
    /// a source is ready when it is ready everywhere, and paused until its last circuit closes. The workers share its
    /// budget, so the least that one of them knows of counts.
    /// </summary>
    /// <param name="reports">Results of <see cref="Read"/>; null for a worker without a report.</param>
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
        var worst = all.FirstOrDefault(one => one.IsReady == false)
            ?? all.FirstOrDefault(one => one.IsReady is null)
            ?? all[0];
        return new SourceStatus
        {
            Name = name,
            IsReady = worst.IsReady,
            Detail = worst.Detail,
            CircuitOpenUntil = all.Max(one => one.CircuitOpenUntil),
            BudgetLeft = all.Min(one => one.BudgetLeft),
            RequestsPerMinute = all.Max(one => one.RequestsPerMinute),
            Busy = all.Sum(one => one.Busy) is > 0 and var busy ? busy : null,
        };
    }
}
