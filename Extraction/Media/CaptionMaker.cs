using System.Text;
using Extraction.Artifacts;
using Extraction.Captions;
using Jobs.Failures;
using Jobs.Running;

namespace Extraction.Media;

/// <summary>Stores a video's captions in the requested languages.</summary>
public sealed class CaptionMaker(IDownloader downloader, IArtifactStore artifacts, TimeProvider clock)
{
    private const int MaxBytes = 32 * 1024 * 1024;

    internal async Task<ArtifactResult> MakeAsync(
        CaptionsRequest request, MediaSession session, JobContext context, CancellationToken cancellationToken)
    {
        var answer = await session.GetAsync(cancellationToken);
        if (!answer.TryGet(out var manifest, out var why))
            return new ArtifactResult.Failed(why.Failure);

        var (tracks, missing) = CaptionChoice.Choose(manifest.Captions, request);
        var stored = (await artifacts.ListAsync(session.Id, cancellationToken)).Select(artifact => artifact.Name)
            .ToHashSet(StringComparer.Ordinal);
        var names = new List<string>();
        var unmade = new List<UnmadeArtifact>();
        foreach (var track in tracks)
        {
            var name = MediaNames.Captions(track.Language, track.IsAutomatic, request.Format);
            if (!stored.Contains(name.Value)
                && await StoreAsync(track, name, request.Format, session, context, cancellationToken) is { } failure)
            {
                unmade.Add(new UnmadeArtifact(name.Value, failure));
                continue;
            }

            names.Add(name.Value);
        }

        return new ArtifactResult.Stored(names, [.. missing.Select(NotThere)]) { Unmade = unmade };
    }

    private async Task<Failure?> StoreAsync(
        CaptionSource track,
        ArtifactName name,
        CaptionFormat format,
        MediaSession session,
        JobContext context,
        CancellationToken cancellationToken)
    {
        var startedAt = clock.GetUtcNow();
        var file = await downloader.GetAsync(WithFormat(track.Url), MaxBytes, cancellationToken);
        var cues = file.Failure is null ? TimedText.TryRead(file.Content) : null;
        var failure = file.Failure ?? (cues is null
            ? new Failure(
                FailureKind.SourceBroken, $"The captions in \"{track.Language}\" have an unknown format.")
            : null);
        context.AddStage($"download {name}", startedAt, failure?.Reason ?? "ok");
        if (failure is not null)
            return failure;

        using var content = new MemoryStream(Encoding.UTF8.GetBytes(CaptionFile.Write(cues!, format)), writable: false);
        var contentType = MediaNames.ContentType(Path.GetExtension(name.Value)[1..], hasVideo: false);
        await artifacts.PutAsync(session.Id, name, contentType, content, cancellationToken);
        return null;
    }

    private static string NotThere(string language) =>
        language == "*" ? "The video has no captions." : $"The video has no captions in \"{language}\".";

    private static Uri WithFormat(Uri url)
    {
        var query = string.Join('&', url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(one => !one.StartsWith("fmt=", StringComparison.Ordinal))
            .Append("fmt=json3"));
        return new UriBuilder(url) { Query = query }.Uri;
    }
}
