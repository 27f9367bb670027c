using Extraction.Fetching;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;
using Jobs.Running;

namespace Extraction.Links;

/// <summary>Gets the document that a link's job requests, no older than it allows.</summary>
public sealed class VideoLookup(VideoFetcher fetcher, LinkFreshness freshness)
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
            request.VideoId, freshness.NotBefore(request, context.Job), cancellationToken, context.Job.Priority);
        foreach (var stage in fetched.Stages)
            context.AddStage(stage);
        return fetched.Answer;
    }
}
