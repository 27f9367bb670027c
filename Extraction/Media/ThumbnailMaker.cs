using Extraction.Artifacts;
using Jobs.Failures;
using Jobs.Running;

namespace Extraction.Media;

/// <summary>Stores a video's largest thumbnail.</summary>
public sealed class ThumbnailMaker(IDownloader downloader, IArtifactStore artifacts, TimeProvider clock)
{
    internal const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Maximum number of addresses to try: sources name sizes that do not exist.</summary>
    internal const int MaxTries = 6;

    private const string Stem = "thumbnail";

    internal async Task<ArtifactResult> MakeAsync(
        MediaSession session, JobContext context, CancellationToken cancellationToken)
    {
        var stored = await artifacts.ListAsync(session.Id, cancellationToken);
        if (stored.FirstOrDefault(artifact => MediaNames.IsOf(Stem, artifact.Name)) is { } found)
            return new ArtifactResult.Stored(found.Name);

        var answer = await session.GetAsync(cancellationToken);
        if (!answer.TryGet(out var manifest, out var why))
            return new ArtifactResult.Failed(why.Failure);

        var startedAt = clock.GetUtcNow();
        Failure? last = null;
        foreach (var url in manifest.Thumbnails.Take(MaxTries))
        {
            var file = await downloader.GetAsync(url, MaxBytes, cancellationToken);
            last = file.Failure;
            if (last is null && ExtensionOf(file.Content.Span) is { } extension)
            {
                var name = MediaNames.Name(Stem, extension);
                using var content = new MemoryStream(file.Content.ToArray(), writable: false);
                await artifacts.PutAsync(
                    session.Id, name, MediaNames.ContentType(extension, hasVideo: false), content, cancellationToken);
                context.AddStage($"download {name}", startedAt, "ok");
                return new ArtifactResult.Stored(name.Value);
            }
        }

        context.AddStage($"download {Stem}", startedAt, last?.Reason ?? "none");
        return last is { Kind: not FailureKind.Unavailable }
            ? new ArtifactResult.Failed(last)
            : new ArtifactResult.Stored([], ["The video has no thumbnail that can be downloaded."]);
    }

    /// <summary>
    /// Detects the image format from the first bytes, because the address may be wrong; null for formats that browsers
    /// do not show.
    /// </summary>
    internal static string? ExtensionOf(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "jpg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _,
            (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "webp",
        _ => null,
    };
}
