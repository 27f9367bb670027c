using Jobs.Running;

namespace Extraction.Links;

/// <summary>Runs the job of a link: on success, the video's document is stored and fresh.</summary>
public sealed class LinkJobHandler(VideoLookup videos) : IJobHandler
{
    public JobKind Kind => LinkJobs.Kind;

    public async Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (LinkRequest.TryRead(context.Job.Payload) is not { } request)
            return VideoLookup.NotARequest;

        var answer = await videos.GetAsync(request, context, cancellationToken);
        return answer.TryGet(out var video, out var why)
            ? new JobOutcome.Success(LinkResult.Of(video).Write())
            : new JobOutcome.Failed(why.Failure);
    }
}
