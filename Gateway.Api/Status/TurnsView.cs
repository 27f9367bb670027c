using System.Text.Json.Serialization;
using Gateway.Api.OpenApi;
using Jobs;
using Jobs.Pace;
using Jobs.Running;
using Jobs.Stores;

namespace Gateway.Api.Status;

/// <param name="Kinds">The kinds of jobs, with those that wait in the store.</param>
/// <param name="Priorities">The priorities, with the expected start of a new job that asks a source.</param>
/// <param name="Waiting">Waiting jobs by kind and priority; counts are up to some seconds old.</param>
internal sealed record TurnsView(
    IReadOnlyList<KindView> Kinds, IReadOnlyList<PriorityView> Priorities, IReadOnlyList<WaitingView> Waiting)
{
    /// <summary>Expected time until all jobs that wait now have asked their sources; absent while none can.</summary>
    [JsonConverter(typeof(Iso8601DurationConverter))]
    public TimeSpan? AllStartIn { get; init; }

    public static TurnsView Of(
        JobKinds kinds, IReadOnlyList<WaitingCount> counts, Forecast forecast, PauseSet paused) => new(
        [
            .. kinds.All.OrderBy(kind => kind.Name, StringComparer.Ordinal).Select(kind => new KindView(
                kind.Name, kind.AsksSources, paused.Holds(kind.Name),
                counts.Where(count => count.Kind == kind.Name).Sum(count => count.Jobs))),
        ],
        [
            .. Enum.GetValues<JobPriority>().Select(priority => new PriorityView(
                priority, counts.Where(count => count.Priority == priority).Sum(count => count.Jobs))
            {
                StartsIn = forecast.StartOf(priority) is { } start ? Rounded(start) : null,
            }),
        ],
        [
            .. counts.Select(count => new WaitingView(count.Kind, count.Priority, count.Jobs, count.Clients)),
        ])
    {
        AllStartIn = forecast.EndOfAll() is { } end ? Rounded(end) : null,
    };

    /// <summary>A prediction is no better than a tenth of a second.</summary>
    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromSeconds(Math.Round(time.TotalSeconds, 1));
}

/// <param name="Name">The kind.</param>
/// <param name="AsksSources">True when its jobs need requests of the sources.</param>
/// <param name="IsPaused">True while an operator paused it, or everything.</param>
/// <param name="Waiting">Jobs that wait in the store.</param>
internal sealed record KindView(string Name, bool AsksSources, bool IsPaused, int Waiting);

/// <param name="Priority">The priority.</param>
/// <param name="Waiting">Jobs of all kinds that wait in the store.</param>
internal sealed record PriorityView(JobPriority Priority, int Waiting)
{
    /// <summary>
    /// Expected time until a new job of a client without waiting jobs asks its source; absent while none can.
    /// </summary>
    [JsonConverter(typeof(Iso8601DurationConverter))]
    public TimeSpan? StartsIn { get; init; }
}

/// <param name="Kind">The kind.</param>
/// <param name="Priority">The priority.</param>
/// <param name="Jobs">Number of jobs.</param>
/// <param name="Clients">Number of clients that they belong to.</param>
internal sealed record WaitingView(string Kind, JobPriority Priority, int Jobs, int Clients);
