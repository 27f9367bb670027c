using Jobs.Stores;

namespace Jobs.Pace;

/// <summary>Predicts when a new job would start, from the budgets and from what waits now. Pure.</summary>
/// <param name="JobsPerSecond">Jobs that the budgets serve in a second.</param>
/// <param name="NextIn">Time until the next request; null while nothing can be asked.</param>
/// <param name="Released">Jobs that have left their lanes and wait for a request.</param>
/// <param name="Waiting">Jobs in lanes of the kinds that ask sources.</param>
public sealed record Forecast(
    double JobsPerSecond, TimeSpan? NextIn, int Released, IReadOnlyList<WaitingCount> Waiting)
{
    /// <summary>Predicts from the budgets that workers use.</summary>
    /// <param name="budgets">All budgets.</param>
    /// <param name="paused">The pauses.</param>
    /// <param name="waiting">The jobs in lanes of the kinds that ask sources.</param>
    /// <param name="released">Jobs on the queue that ask sources.</param>
    /// <param name="now">The time of the store.</param>
    public static Forecast Of(
        IReadOnlyList<Budget> budgets, PauseSet paused, IReadOnlyList<WaitingCount> waiting, int released,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(paused);
        List<Budget> usable =
        [
            .. budgets.Where(budget => now - budget.SeenAt < Budget.ReportLife
                && !paused.Everything && !paused.Sources.Contains(budget.Key.Source)),
        ];
        return new Forecast(
            usable.Sum(budget => budget.RequestsPerMinute / 60.0 * budget.JobsPerRequest),
            usable.Count == 0 ? null : usable.Min(budget => budget.NextIn(now)),
            released + budgets.Sum(budget => budget.WaitingAt(now)),
            waiting);
    }

    /// <summary>
    /// Time until a new job of a client without waiting jobs asks its source; null while nothing can.
    /// </summary>
    public TimeSpan? StartOf(JobPriority priority)
    {
        if (NextIn is not { } next || JobsPerSecond <= 0)
            return null;

        // The queue goes on while priorities take turns; only urgent jobs pass what has been released.
        var turns = Waiting.Where(count => count.Jobs > 0).Select(count => count.Priority).Append(priority).Distinct()
            .Sum(level => LaneTurns.WeightOf(level) / LaneTurns.WeightOf(priority)) - 1;
        var before = turns + (priority is JobPriority.Interactive ? 0 : Released);
        return next + TimeSpan.FromSeconds(Math.Min(before / JobsPerSecond, TimeSpan.MaxValue.TotalSeconds / 4));
    }

    /// <summary>Time until all jobs that wait now have asked their sources; null while nothing can.</summary>
    public TimeSpan? EndOfAll() => NextIn is { } next && JobsPerSecond > 0
        ? next + TimeSpan.FromSeconds(Math.Min(
            (Released + Waiting.Sum(count => (double)count.Jobs)) / JobsPerSecond, TimeSpan.MaxValue.TotalSeconds / 4))
        : null;
}
