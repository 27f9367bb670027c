using System.Diagnostics;
using Extraction.Sources;
using Jobs.Running;

namespace Extraction.Links;

/// <summary>Does the job of a link: its video's document is stored and fresh when the job succeeds.</summary>
public sealed class LinkJobHandler(VideoLookup links) : IJobHandler
{
    public JobKind Kind => LinkJobs.Kind;

    public async Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (LinkRequest.TryRead(context.Job.Payload) is not { } request)
            return VideoLookup.NotARequest;

        return await links.GetAsync(request, context, cancellationToken) switch
        {
            SourceResult.Found(var video) => new JobOutcome.Success(LinkResult.Of(video).Write()),
            SourceResult.Failed failed => new JobOutcome.Failed(failed.Failure),
            _ => throw new UnreachableException(),
        };
    }
}
