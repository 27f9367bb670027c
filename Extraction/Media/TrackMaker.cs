using Extraction.Artifacts;
using Extraction.Fetching;
using Extraction.Videos;
using Jobs.Failures;
using Jobs.Running;
using Microsoft.Extensions.Options;

namespace Extraction.Media;

/// <summary>
/// Makes one file of sound or picture: chooses, downloads, works on it, stores it; once for all who ask at the same
/// time.
/// </summary>
public sealed class TrackMaker(
    IDownloader downloader,
    IMediaTool tool,
    IArtifactStore artifacts,
    ArtifactQuota quota,
    IOptions<MediaOptions> options,
    TimeProvider clock)
{
    private readonly SingleFlight<string, ArtifactResult> flights = new();

    internal async Task<ArtifactResult> MakeAsync(
        TrackSpec order, Video video, MediaSession session, WorkFolder folder, JobContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(order, session, cancellationToken) is { } stored)
            return stored;
        return await flights.RunAsync(
            $"{session.Id}/{order.Stem}.{order.Extension}",
            async token => await FindAsync(order, session, token)
                ?? await MakeFromAnySourceAsync(order, video, session, folder, context, token),
            cancellationToken);
    }

    private async Task<ArtifactResult?> FindAsync(
        TrackSpec order, MediaSession session, CancellationToken cancellationToken)
    {
        var all = await artifacts.ListAsync(session.Id, cancellationToken);
        return all.FirstOrDefault(artifact => order.IsMetBy(artifact.Name)) is { } found
            ? new ArtifactResult.Stored(found.Name)
            : null;
    }

    private async Task<ArtifactResult> MakeFromAnySourceAsync(
        TrackSpec order, Video video, MediaSession session, WorkFolder folder, JobContext context, CancellationToken cancellationToken)
    {
        Failure? last = null;
        while (true)
        {
            var answer = await session.GetAsync(cancellationToken);
            if (answer.Value is not { } manifest)
            {
                // One that only has to be waited for may still have it.
                var failed = answer.Failed!.Failure;
                return new ArtifactResult.Failed(failed.Kind == FailureKind.RateLimited ? failed : last ?? failed);
            }

            var attempt = new TrackAttempt(
                order, video, session, folder, context, downloader, tool, options.Value, clock);
            var (file, failure) = await attempt.MakeAsync(manifest, cancellationToken);
            if (file is not null)
                return await StoreAsync(order, file, session, context, cancellationToken);
            if (failure!.Kind != FailureKind.SourceBroken)
                return new ArtifactResult.Failed(failure);

            // Another engine may bring what this one cannot; the last one's reason is the job's.
            last = failure;
            session.GiveUp(manifest.Source);
        }
    }

    private async Task<ArtifactResult> StoreAsync(
        TrackSpec order, MadeFile file, MediaSession session, JobContext context, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetUtcNow();
        var length = new FileInfo(file.Path).Length;
        if (await quota.MakeRoomAsync(length, cancellationToken) is { } failure)
            return new ArtifactResult.Failed(failure);

        var name = MediaNames.Name(order.Stem, file.Extension);
        await using var content = new FileStream(
            file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var artifact = await artifacts.PutAsync(
            session.Id, name, MediaNames.ContentType(file.Extension, order.HasPicture), content, cancellationToken);
        if (artifact.Length != length)
        {
            await artifacts.DeleteAsync(session.Id, name, cancellationToken);
            return new ArtifactResult.Failed(
                FailureKind.Transient, $"{name} was stored with {artifact.Length} bytes in place of {length}.");
        }

        context.AddStage($"store {name}", startedAt, "ok");
        return new ArtifactResult.Stored(name.Value);
    }
}
