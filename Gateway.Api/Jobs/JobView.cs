using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Links;
using Extraction.Lists;
using Gateway.Api.OpenApi;
using Jobs;
using Jobs.Failures;

namespace Gateway.Api.Jobs;

/// <summary>A job as clients see it. What is not known is left out.</summary>
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

    /// <summary>The key of a job that is about a video, with or without its files.</summary>
    public static string? VideoIdOf(string kind, string key) =>
        LinkJobs.VideoIdOf(kind, key)?.Value;

    public static JobView WithTimeline(Job job) => Of(job) with { Timeline = MomentView.TimelineOf(job) };
}

/// <param name="Kind">Decides what happens next.</param>
/// <param name="Code">
/// What it is, as one of a closed set of words that stay the same; for texts in other languages.
/// </param>
/// <param name="Reason">One sentence.</param>
internal sealed record FailureView(FailureKind Kind, string Code, string Reason)
{
    public static FailureView? Of(Failure? failure) => failure is null
        ? null
        : new FailureView(failure.Kind, failure.Code ?? FailureCodes.Of(failure.Kind), failure.Reason);
}

/// <param name="Name">What was done.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Result"><c>ok</c>, or why it did not work.</param>
internal sealed record StageView(
    string Name, DateTimeOffset StartedAt, [property: JsonConverter(typeof(Iso8601DurationConverter))] TimeSpan? Duration, string Result)
{
    public static StageView Of(Stage stage) => new(stage.Name, stage.StartedAt, stage.Duration, stage.Result);
}

/// <param name="At">When.</param>
/// <param name="What">What happened.</param>
internal sealed record MomentView(DateTimeOffset At, string What)
{
    /// <summary>The stamps and stages of a job in the order in which they happened.</summary>
    public static IReadOnlyList<MomentView> TimelineOf(Job job)
    {
        var moments = new List<MomentView> { new(job.AcceptedAt, "accepted") };
        Add(job.QueuedAt, "queued");
        Add(job.StartedAt, $"attempt {job.Attempt}");
        moments.AddRange(job.Stages.Select(stage => new MomentView(stage.StartedAt, $"{stage.Name}: {stage.Result}")));
        Add(job.FinishedAt, job.State.ToString().ToLowerInvariant());
        var timeline = moments.OrderBy(moment => moment.At).ToList();

        // What is still to come stands at the end.
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
