using System.Diagnostics;
using Extraction.Fetching;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Running;

namespace Extraction.Media;

/// <summary>
/// Does the job of a link of which more is wanted than the metadata: its document and its files are stored when it
/// succeeds.
/// </summary>
public sealed class MediaJobHandler(
    VideoLookup links, SourceChain chain, TrackMaker tracks, CaptionMaker captions, ThumbnailMaker thumbnails, Workspace workspace) : IJobHandler
{
    public JobKind Kind => MediaJobs.Kind;

    public async Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (LinkRequest.TryRead(context.Job.Payload) is not { Media: { } media } request)
            return VideoLookup.NotARequest;

        switch (await links.GetAsync(request, context, cancellationToken))
        {
            case SourceResult.Found(var video):
                return await MakeAsync(media, request.VideoId, video, context, cancellationToken);
            case SourceResult.Failed failed:
                return new JobOutcome.Failed(failed.Failure);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<JobOutcome> MakeAsync(
        MediaRequest media, VideoId id, Video video, JobContext context, CancellationToken cancellationToken)
    {
        using var folder = workspace.Open();
        using var session = new MediaSession(id, chain, context.AddStage);
        var names = new List<string>();
        var missing = new List<string>();

        // One after the other: a job is one of a few that run at once, and its files share the line anyway.
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
            if (media.Captions is { } wanted)
                yield return () => captions.MakeAsync(wanted, session, context, cancellationToken);
            if (media.Audio is { } audio)
                yield return () => tracks.MakeAsync(
                    TrackSpec.For(audio), video, session, folder, context, cancellationToken);
            if (media.Video is { } picture)
                yield return () => tracks.MakeAsync(
                    TrackSpec.For(picture), video, session, folder, context, cancellationToken);
        }
    }
}
