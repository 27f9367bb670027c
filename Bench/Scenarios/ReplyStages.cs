using System.Collections.Concurrent;
using System.Text.Json;
using System.Xml;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>
/// Splits the time of a request and its reply into stages, from the job's timestamps in the answer. Any thread may
/// add.
/// </summary>
internal sealed class ReplyStages
{
    private readonly ConcurrentQueue<(DateTimeOffset SentAt, DateTimeOffset AnsweredAt, byte[] Body)> answers = new();

    public void Add(DateTimeOffset sentAt, DateTimeOffset answeredAt, byte[] body) =>
        answers.Enqueue((sentAt, answeredAt, body));

    /// <summary>The median of each stage. Their sum is about the median of the whole, not exactly.</summary>
    public IReadOnlyList<Metric> Medians()
    {
        var stages = answers.Select(answer => Stages(answer.SentAt, answer.AnsweredAt, answer.Body))
            .OfType<(string Name, TimeSpan Took)[]>().ToList();
        return stages.Count == 0
            ? []
            : [.. stages[0].Select(
                (stage, index) => new Metric(stage.Name, Median(stages.Select(row => row[index].Took)), "ms"))];
    }

    /// <returns>Null when the answer came without the result.</returns>
    private static (string Name, TimeSpan Took)[]? Stages(DateTimeOffset sentAt, DateTimeOffset answeredAt, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        if (!document.RootElement.GetProperty("jobs")[0].TryGetProperty("stages", out var steps))
            return null;

        var job = document.RootElement.GetProperty("jobs")[0];
        var acceptedAt = job.GetProperty("acceptedAt").GetDateTimeOffset();
        var startedAt = job.GetProperty("startedAt").GetDateTimeOffset();
        var finishedAt = job.GetProperty("finishedAt").GetDateTimeOffset();
        var asked = steps.EnumerateArray()
            .Single(step => step.GetProperty("name").GetString()!.StartsWith("source ", StringComparison.Ordinal));
        var askedAt = asked.GetProperty("startedAt").GetDateTimeOffset();
        var took = XmlConvert.ToTimeSpan(asked.GetProperty("duration").GetString()!);
        return
        [
            ("request read by the gateway", acceptedAt - sentAt),
            ("stored, sent over the broker, taken by a worker", startedAt - acceptedAt),
            ("claimed in the store", askedAt - startedAt),
            ("asked of the source", took),
            ("document stored", finishedAt - askedAt - took),
            ("end stored, told over the broker, answered", answeredAt - finishedAt),
        ];
    }

    private static double Median(IEnumerable<TimeSpan> durations)
    {
        var ordered = durations.Order().ToList();
        return ordered[ordered.Count / 2].TotalMilliseconds;
    }
}
