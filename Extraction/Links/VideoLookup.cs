using Extraction.Fetching;
using Extraction.Sources;
using Extraction.Videos;
using Jobs;
using Jobs.Failures;
using Jobs.Running;
using Microsoft.Extensions.Options;

namespace Extraction.Links;

/// <summary>Gets the document that a link's job requests, no older than it allows.</summary>
public sealed class VideoLookup(VideoFetcher fetcher, IOptions<ExtractionOptions> options, TimeProvider clock)
{
    internal static JobOutcome.Failed NotARequest { get; } = new(new Failure(
        FailureKind.Invalid, "The job's payload is not a link request: submit the link again."));

    /// <summary>Gets the document and adds the steps to the job's timeline.</summary>
    public async Task<SourceAnswer<Video>> GetAsync(
        LinkRequest request, JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var fetched = await fetcher.GetAsync(
            request.VideoId, NotBefore(request, context.Job), cancellationToken, context.Job.Priority);
        foreach (var stage in fetched.Stages)
            context.AddStage(stage);
        return fetched.Answer;
    }

    /// <summary>
    /// Returns the oldest acceptable fetch time. A document fetched after the job was accepted is always fresh enough:
    /// an earlier attempt of the same job fetched it before a crash.
    /// </summary>
    private DateTimeOffset NotBefore(LinkRequest request, Job job)
    {
        var now = clock.GetUtcNow();
        var maxAge = request.MaxAge ?? options.Value.MaxAge;
        var oldest = maxAge < now - DateTimeOffset.MinValue ? now - maxAge : DateTimeOffset.MinValue;
        return oldest < job.AcceptedAt ? oldest : job.AcceptedAt;
    }
}
