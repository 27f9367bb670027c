using System.Diagnostics;
using System.Text.Json;
using Extraction.Fetching;
using Extraction.Sources;
using Jobs;
using Jobs.Failures;
using Jobs.Running;
using Microsoft.Extensions.Options;

namespace Extraction.Links;

/// <summary>Does the job of a link: its video's document is stored and fresh when the job succeeds.</summary>
public sealed class LinkJobHandler(VideoFetcher fetcher, IOptions<ExtractionOptions> options, TimeProvider clock) : IJobHandler
{
    public JobKind Kind => LinkJobs.Kind;

    public async Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (TryRead(context.Job) is not { } request)
        {
            return new JobOutcome.Failed(new Failure(
                FailureKind.Invalid, "The job's payload is not a link request: submit the link again."));
        }

        var fetched = await fetcher.GetAsync(request.VideoId, NotBefore(request, context.Job), cancellationToken);
        foreach (var stage in fetched.Stages)
            context.AddStage(stage);
        return fetched.Result switch
        {
            SourceResult.Found found => new JobOutcome.Success(Result(request.VideoId, found)),
            SourceResult.Failed failed => new JobOutcome.Failed(failed.Failure),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>
    /// A document fetched after the job was accepted serves whatever age was asked for: the job is being run again
    /// after a crash, and what it was to fetch is there.
    /// </summary>
    private DateTimeOffset NotBefore(LinkRequest request, Job job)
    {
        var now = clock.GetUtcNow();
        var maxAge = request.MaxAge ?? options.Value.MaxAge;
        var oldest = maxAge < now - DateTimeOffset.MinValue ? now - maxAge : DateTimeOffset.MinValue;
        return oldest < job.AcceptedAt ? oldest : job.AcceptedAt;
    }

    private static string Result(VideoId id, SourceResult.Found found) => JsonSerializer.Serialize(
        new LinkResult
        {
            VideoId = id,
            Title = found.Video.Title,
            Author = found.Video.Author,
            DurationSeconds = found.Video.Duration?.TotalSeconds,
            Source = found.Video.Source,
        },
        LinkJson.Default.LinkResult);

    private static LinkRequest? TryRead(Job job)
    {
        try
        {
            return JsonSerializer.Deserialize(job.Payload, LinkJson.Default.LinkRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
