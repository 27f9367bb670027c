using Extraction.Artifacts;
using Extraction.Fetching;
using Extraction.Videos;
using Jobs.Failures;
using Jobs.Running;
using Microsoft.Extensions.Options;

namespace Extraction.Media;

/// <summary>
/// Produces one audio or video file: selects, downloads, converts, and stores it, once for all concurrent requests.
/// </summary>
public sealed class TrackMaker(
    IDownloader downloader,
    IMediaTool tool,
    IArtifactStore artifacts,
    ArtifactQuota quota,
    Workspace workspace,
    IOptions<MediaOptions> options,
    TimeProvider clock)
{
    private readonly SingleFlight<string, ArtifactResult> flights = new();
    private readonly TrackAudiences audiences = new(clock);

    internal async Task<ArtifactResult> MakeAsync(
        TrackSpec spec,
        Video video,
        MediaSession session,
        JobContext context,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(spec, session, cancellationToken) is { } stored)
            return stored;

        var key = $"{session.Id}/{spec.Stem}.{spec.Extension}";
        var audience = audiences.Join(key, context);
        try
        {
            return await flights.RunAsync(
                key,
                async token => await FindAsync(spec, session, token)
                    ?? await MakeInFolderAsync(spec, video, session, audience, token),
                cancellationToken);
        }
        finally
        {
            audiences.Leave(key, context);
        }
    }

    /// <summary>Makes the file in a folder of its own: the job that began may be canceled before the others.</summary>
    private async Task<ArtifactResult> MakeInFolderAsync(
        TrackSpec spec, Video video, MediaSession session, TrackAudience audience, CancellationToken cancellationToken)
    {
        using var folder = workspace.Open();
        return await MakeFromAnySourceAsync(spec, video, session, folder, audience, cancellationToken);
    }

    private async Task<ArtifactResult?> FindAsync(
        TrackSpec spec, MediaSession session, CancellationToken cancellationToken)
    {
        var all = await artifacts.ListAsync(session.Id, cancellationToken);
        return all.FirstOrDefault(artifact => spec.IsMetBy(artifact.Name)) is { } found
            ? new ArtifactResult.Stored(found.Name)
            : null;
    }

    private async Task<ArtifactResult> MakeFromAnySourceAsync(
        TrackSpec spec,
        Video video,
        MediaSession session,
        WorkFolder folder,
        TrackAudience audience,
        CancellationToken cancellationToken)
    {
        Failure? last = null;
        while (true)
        {
            var answer = await session.GetAsync(cancellationToken);
            if (!answer.TryGet(out var manifest, out var why))
            {
                // A source that only needs to be waited for may still have the streams.
                return new ArtifactResult.Failed(
                    why.Failure.Kind == FailureKind.RateLimited ? why.Failure : last ?? why.Failure);
            }

            var attempt = new TrackAttempt(
                spec, video, session, folder, audience, downloader, tool, options.Value, clock);
            var (file, failure) = await attempt.MakeAsync(manifest, cancellationToken);
            if (file is not null)
                return await StoreAsync(spec, file, session, audience, cancellationToken);
            if (failure!.Kind != FailureKind.SourceBroken)
                return new ArtifactResult.Failed(failure);

            // Another source may succeed; the last one's reason becomes the job's.
            last = failure;
            session.GiveUp(manifest.Source);
        }
    }

    private async Task<ArtifactResult> StoreAsync(
        TrackSpec spec, MadeFile file, MediaSession session, TrackAudience audience,
        CancellationToken cancellationToken)
    {
        var startedAt = clock.GetUtcNow();
        var length = new FileInfo(file.Path).Length;
        if (await quota.MakeRoomAsync(length, cancellationToken) is { } failure)
            return new ArtifactResult.Failed(failure);

        var name = MediaNames.Name(spec.Stem, file.Extension);
        await using var content = new FileStream(
            file.Path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            bufferSize: 0,
            FileOptions.Asynchronous | FileOptions.SequentialScan);
        var artifact = await artifacts.PutAsync(
            session.Id, name, MediaNames.ContentType(file.Extension, spec.IsVideo), content, cancellationToken);
        if (artifact.Length != length)
        {
            await artifacts.DeleteAsync(session.Id, name, cancellationToken);
            return new ArtifactResult.Failed(
                FailureKind.Transient, $"{name} was stored with {artifact.Length} bytes instead of {length}.");
        }

        audience.AddStage($"store {name}", startedAt, "ok");
        return new ArtifactResult.Stored(name.Value);
    }
}
