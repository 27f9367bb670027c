using System.Diagnostics;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Running;

namespace Extraction.Media;

/// <summary>
/// Runs the job of a link with files: on success, the video's document and the requested files are stored.
/// </summary>
public sealed class MediaJobHandler(
    VideoLookup videos,
    SourceChain chain,
    TrackMaker tracks,
    CaptionMaker captions,
    ThumbnailMaker thumbnails,
    Workspace workspace) : IJobHandler
{
    public JobKind Kind => MediaJobs.Kind;

    public async Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (LinkRequest.TryRead(context.Job.Payload) is not { Media: { } media } request)
            return VideoLookup.NotARequest;

        var answer = await videos.GetAsync(request, context, cancellationToken);
        return answer.TryGet(out var video, out var why)
            ? await MakeAsync(media, request.VideoId, video, context, cancellationToken)
            : new JobOutcome.Failed(why.Failure);
    }

    private async Task<JobOutcome> MakeAsync(
        MediaRequest media, VideoId id, Video video, JobContext context, CancellationToken cancellationToken)
    {
        using var folder = workspace.Open();
        using var session = new MediaSession(id, chain, context.AddStage);
        var names = new List<string>();
        var missing = new List<string>();

        // One at a time: the job is one of several in flight, and its files share the network connection anyway.
        foreach (var make in Makers())
        {
            switch (await make())
            {
                case ArtifactResult.Stored stored:
                    names.AddRange(stored.Names);
                    missing.AddRange(stored.Missing);
                    break;
                case ArtifactResult.Failed(var failure):
                    return new JobOutcome.Failed(failure);
                default:
                    throw new UnreachableException();
            }
        }

        var result = LinkResult.Of(video) with { Artifacts = names, Missing = missing.Count > 0 ? missing : null };
        return new JobOutcome.Success(result.Write());

        IEnumerable<Func<Task<ArtifactResult>>> Makers()
        {
            if (media.Thumbnail)
                yield return () => thumbnails.MakeAsync(session, context, cancellationToken);
            if (media.Captions is { } captionRequest)
                yield return () => captions.MakeAsync(captionRequest, session, context, cancellationToken);
            if (media.Audio is { } audioRequest)
                yield return () => MakeTrackAsync(TrackSpec.For(audioRequest));
            if (media.Video is { } videoRequest)
                yield return () => MakeTrackAsync(TrackSpec.For(videoRequest));
        }

        Task<ArtifactResult> MakeTrackAsync(TrackSpec spec) =>
            tracks.MakeAsync(spec, video, session, folder, context, cancellationToken);
    }
}
