using Extraction.Fetching;
using Extraction.Sources;
using Jobs;
using Jobs.Failures;
using Jobs.Running;
using Microsoft.Extensions.Options;

namespace Extraction.Links;

/// <summary>Gets the document that a link's job asks for, as fresh as it asks.</summary>
public sealed class VideoLookup(VideoFetcher fetcher, IOptions<ExtractionOptions> options, TimeProvider clock)
{
    internal static JobOutcome.Failed NotARequest { get; } = new(new Failure(
        FailureKind.Invalid, "The job's payload is not a link request: submit the link again."));

    /// <summary>Fetches, and keeps what was done for it in the job's timeline.</summary>
    public async Task<SourceResult> GetAsync(
        LinkRequest request, JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var fetched = await fetcher.GetAsync(request.VideoId, NotBefore(request, context.Job), cancellationToken);
        foreach (var stage in fetched.Stages)
            context.AddStage(stage);
        return fetched.Result;
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
}
