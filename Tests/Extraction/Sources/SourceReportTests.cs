using System.Text.Json;
using Extraction.Sources;

namespace Tests.Extraction.Sources;

public sealed class SourceReportTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_source_is_as_bad_as_where_it_is_worst_and_has_the_budgets_of_all()
    {
        var well = new SourceStatus { Name = "a", IsReady = true, Detail = "1.0", BudgetLeft = 3, RequestsPerMinute = 10 };
        var ill = new SourceStatus { Name = "a", IsReady = false, Detail = "It is not installed.", CircuitOpenUntil = Noon, BudgetLeft = 4, RequestsPerMinute = 10 };

        var merged = SourceReport.Merge(
            [Told(well), Told(ill), Told(well with { CircuitOpenUntil = Noon.AddMinutes(1) })]);

        Assert.Equal(
            ill with { CircuitOpenUntil = Noon.AddMinutes(1), BudgetLeft = 10, RequestsPerMinute = 30 },
            Assert.Single(merged));
    }

    [Fact]
    public void Sources_stand_in_the_order_of_the_chain_and_a_silent_worker_has_none()
    {
        var first = new SourceStatus { Name = "b", IsReady = null };
        var second = new SourceStatus { Name = "a", IsReady = true };

        var merged = SourceReport.Merge([null, Told(first, second), Told(second, first with { IsReady = true })]);

        Assert.Equal([first, second], merged);
        Assert.Empty(SourceReport.Merge([null]));
    }

    private static string Told(params SourceStatus[] sources) =>
        JsonSerializer.Serialize(sources, JsonSerializerOptions.Web);
}
