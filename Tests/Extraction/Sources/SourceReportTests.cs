using System.Text.Json;
using Extraction.Sources;

namespace Tests.Extraction.Sources;

public sealed class SourceReportTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_worst_state_of_a_source_counts_and_its_budget_counts_once()
    {
        var ready = new SourceStatus
        {
            Name = "a",
            IsReady = true,
            Detail = "1.0",
            BudgetLeft = 3,
            RequestsPerMinute = 10,
        };
        var broken = new SourceStatus
        {
            Name = "a",
            IsReady = false,
            Detail = "It is not installed.",
            CircuitOpenUntil = Noon,
            BudgetLeft = 4,
            RequestsPerMinute = 10,
        };

        var merged = SourceReport.Merge(
            [Report(ready), Report(broken), Report(ready with { CircuitOpenUntil = Noon.AddMinutes(1) })]);

        Assert.Equal(
            broken with { CircuitOpenUntil = Noon.AddMinutes(1), BudgetLeft = 3, RequestsPerMinute = 10 },
            Assert.Single(merged));
    }

    [Fact]
    public void Sources_keep_the_order_of_the_chain_and_a_worker_without_a_report_has_none()
    {
        var first = new SourceStatus { Name = "b", IsReady = null };
        var second = new SourceStatus { Name = "a", IsReady = true };

        var merged = SourceReport.Merge([null, Report(first, second), Report(second, first with { IsReady = true })]);

        Assert.Equal([first, second], merged);
        Assert.Empty(SourceReport.Merge([null]));
    }

    private static string Report(params SourceStatus[] sources) =>
        JsonSerializer.Serialize(sources, JsonSerializerOptions.Web);
}
