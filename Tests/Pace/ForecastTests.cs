using Jobs;
using Jobs.Pace;
using Jobs.Stores;

namespace Tests.Pace;

public sealed class ForecastTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Budget Idle = new()
    {
        Key = new BudgetKey("source", BudgetKey.DefaultEgress), RequestsPerMinute = 60, SeenAt = Now,
    };

    [Fact]
    public void Without_a_backlog_a_new_job_starts_at_once()
    {
        var forecast = Forecast.Of([Idle], PauseSet.None, [], released: 0, Now);

        Assert.Equal(TimeSpan.Zero, forecast.StartOf(JobPriority.Interactive));
        Assert.Equal(TimeSpan.Zero, forecast.StartOf(JobPriority.Bulk));
        Assert.Equal(TimeSpan.Zero, forecast.EndOfAll());
    }

    [Fact]
    public void Behind_a_backlog_an_urgent_job_is_next_and_the_others_wait_for_their_turn()
    {
        var forecast = Forecast.Of([Idle], PauseSet.None, [Bulk(600)], released: 3, Now);

        Assert.Equal(0, forecast.StartOf(JobPriority.Interactive)!.Value.TotalSeconds, 0.1);
        Assert.Equal(3.1, forecast.StartOf(JobPriority.Normal)!.Value.TotalSeconds, 0.1);
        Assert.Equal(3, forecast.StartOf(JobPriority.Bulk)!.Value.TotalSeconds, 0.1);
        Assert.Equal(603, forecast.EndOfAll()!.Value.TotalSeconds, 1.0);
    }

    [Fact]
    public void While_urgent_jobs_wait_bulk_has_one_turn_of_a_hundred()
    {
        var urgent = new WaitingCount(JobPriority.Interactive, "link", 50, 50);

        var forecast = Forecast.Of([Idle], PauseSet.None, [urgent, Bulk(600)], released: 0, Now);

        Assert.Equal(100, forecast.StartOf(JobPriority.Bulk)!.Value.TotalSeconds, 1.0);
    }

    [Fact]
    public void A_paused_source_and_an_open_circuit_delay_the_start()
    {
        var open = Idle.Open("a", Now.AddMinutes(5), "HTTP 429");

        Assert.Equal(
            TimeSpan.FromMinutes(5), Forecast.Of([open], PauseSet.None, [], 0, Now).StartOf(JobPriority.Interactive));
        Assert.Null(Forecast.Of([Idle], new PauseSet { Sources = ["source"] }, [], 0, Now).StartOf(JobPriority.Normal));
        Assert.Null(Forecast.Of([Idle], new PauseSet { Everything = true }, [], 0, Now).EndOfAll());
        Assert.Null(Forecast.Of([], PauseSet.None, [], 0, Now).StartOf(JobPriority.Normal));
    }

    private static WaitingCount Bulk(int jobs) => new(JobPriority.Bulk, "link", jobs, 1);
}
