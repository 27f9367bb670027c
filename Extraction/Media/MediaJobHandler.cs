using System.Diagnostics;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;
using Jobs.Running;

namespace Extraction.Media;

/// <summary>
/// Runs the job of a link with files: on success, the video's document and the requested files are
/// stored, or those of them that can be made.
/// </summary>
public sealed class MediaJobHandler(
    VideoLookup videos,
    SourceChain chain,
    TrackMaker tracks,
    CaptionMaker captions,
    ThumbnailMaker thumbnails) : IJobHandler
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
        var session = new MediaSession(id, chain, context.AddStage);
        var names = new List<string>();
        var missing = new List<string>();
        var unmade = new List<UnmadeArtifact>();

        // One at a time: the job is one of several in flight, and its files share the network connection anyway.
        foreach (var (item, make) in Makers())
        {
            switch (await make())
            {
                case ArtifactResult.Stored stored:
                    names.AddRange(stored.Names);
                    missing.AddRange(stored.Missing);
                    unmade.AddRange(stored.Unmade);
                    break;
                case ArtifactResult.Failed(var failure):
                    unmade.Add(new UnmadeArtifact(item, failure));
                    break;
                default:
                    throw new UnreachableException();
            }
        }

        missing.AddRange(unmade.Select(one => $"{one.Name} is missing: {one.Failure.Reason}"));
        var result = LinkResult.Of(video) with { Artifacts = names, Missing = missing.Count > 0 ? missing : null };
        return unmade.Count == 0
            ? new JobOutcome.Success(result.Write())
            : new JobOutcome.Failed(MostFixable(unmade)) { Partial = names.Count > 0 ? result.Write() : null };

        IEnumerable<(string Item, Func<Task<ArtifactResult>> Make)> Makers()
        {
            if (media.Thumbnail)
                yield return ("thumbnail", () => thumbnails.MakeAsync(session, context, cancellationToken));
            if (media.Captions is { } captionRequest)
                yield return (
                    "captions", () => captions.MakeAsync(captionRequest, session, context, cancellationToken));
            if (media.Audio is { } audioRequest)
                yield return Track(TrackSpec.For(audioRequest));
            if (media.Video is { } videoRequest)
                yield return Track(TrackSpec.For(videoRequest));
        }

        (string Item, Func<Task<ArtifactResult>> Make) Track(TrackSpec spec) => (
            spec.Extension is null ? spec.Stem : $"{spec.Stem}.{spec.Extension}",
            () => tracks.MakeAsync(spec, video, session, context, cancellationToken));
    }

    /// <summary>
    /// Returns the failure that decides about another attempt. What is stored by then is found, not made again.
    /// </summary>
    private static Failure MostFixable(IEnumerable<UnmadeArtifact> unmade) =>
        unmade.Select(one => one.Failure).MinBy(failure => failure.Kind switch
        {
            FailureKind.Transient => 0,
            FailureKind.RateLimited => 1,
            FailureKind.SourceBroken => 2,
            _ => 3,
        })!;
}
