using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Links;
using Extraction.Lists;
using Gateway.Api.OpenApi;
using Jobs;
using Jobs.Failures;

namespace Gateway.Api.Jobs;

/// <summary>Represents a job in the API. Unknown values are omitted.</summary>
internal sealed record JobView
{
    public required string Id { get; init; }

    public required string SubmissionId { get; init; }

    public required string Kind { get; init; }

    public required string Key { get; init; }

    public string? Link { get; init; }

    public string? VideoId { get; init; }

    public required JobState State { get; init; }

    public required int Attempt { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    public DateTimeOffset? QueuedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public FailureView? Failure { get; init; }

    public JsonElement? Result { get; init; }

    public IReadOnlyList<StageView>? Stages { get; init; }

    public IReadOnlyList<MomentView>? Timeline { get; init; }

    public string? TraceId { get; init; }

    public static JobView Of(Job job)
    {
        var videoId = VideoIdOf(job.Kind, job.Key);
        return new JobView
        {
            Id = job.Id.ToString(),
            SubmissionId = job.SubmissionId.ToString(),
            Kind = job.Kind,
            Key = job.Key,
            Link = videoId is not null ? $"https://www.youtube.com/watch?v={videoId}"
                : job.Kind == ListJobs.Kind.Name ? $"https://www.youtube.com{job.Key}"
                : null,
            VideoId = videoId,
            State = job.State,
            Attempt = job.Attempt,
            AcceptedAt = job.AcceptedAt,
            QueuedAt = job.QueuedAt,
            StartedAt = job.StartedAt,
            FinishedAt = job.FinishedAt,
            DueAt = job.DueAt,
            UpdatedAt = job.UpdatedAt,
            Failure = FailureView.Of(job.Failure),
            Result = job.Result is null ? null : JsonElement.Parse(job.Result),
            Stages = job.Stages.Count == 0 ? null : [.. job.Stages.Select(StageView.Of)],

            // 00-<trace id>-<span id>-<flags>
            TraceId = job.TraceParent?.Split('-') is [_, { Length: 32 } trace, ..] ? trace : null,
        };
    }

    /// <summary>Gets the video of a job; null if the job is not for a single video.</summary>
    public static string? VideoIdOf(string kind, string key) => LinkJobs.VideoIdOf(kind, key)?.Value;

    public static JobView WithTimeline(Job job) => Of(job) with { Timeline = MomentView.TimelineOf(job) };
}

/// <param name="Kind">The kind, which decides if the job is retried.</param>
/// <param name="Code">
/// A stable code from a closed set, for translations.
/// </param>
/// <param name="Reason">A sentence.</param>
internal sealed record FailureView(FailureKind Kind, string Code, string Reason)
{
    public static FailureView? Of(Failure? failure) => failure is null
        ? null
        : new FailureView(failure.Kind, failure.Code ?? FailureCodes.Of(failure.Kind), failure.Reason);
}

/// <param name="Name">Name of the stage.</param>
/// <param name="StartedAt">Start time.</param>
/// <param name="Duration">Duration.</param>
/// <param name="Result"><c>ok</c>, or the reason for its failure.</param>
internal sealed record StageView(
    string Name,
    DateTimeOffset StartedAt,
    [property: JsonConverter(typeof(Iso8601DurationConverter))] TimeSpan? Duration,
    string Result)
{
    public static StageView Of(Stage stage) => new(stage.Name, stage.StartedAt, stage.Duration, stage.Result);
}

/// <param name="At">Time of the event.</param>
/// <param name="What">Name of the event.</param>
internal sealed record MomentView(DateTimeOffset At, string What)
{
    /// <summary>Lists the timestamps and stages of a job in chronological order.</summary>
    public static IReadOnlyList<MomentView> TimelineOf(Job job)
    {
        var moments = new List<MomentView> { new(job.AcceptedAt, "accepted") };
        Add(job.QueuedAt, "queued");
        Add(job.StartedAt, $"attempt {job.Attempt}");
        moments.AddRange(job.Stages.Select(stage => new MomentView(stage.StartedAt, $"{stage.Name}: {stage.Result}")));
        Add(job.FinishedAt, job.State.ToString().ToLowerInvariant());
        var timeline = moments.OrderBy(moment => moment.At).ToList();

        // Future events come last.
        if (job is { State: JobState.Retrying, DueAt: { } dueAt })
            timeline.Add(new MomentView(dueAt, "next attempt"));
        return timeline;

        void Add(DateTimeOffset? at, string what)
        {
            if (at is { } known)
                moments.Add(new MomentView(known, what));
        }
    }
}
