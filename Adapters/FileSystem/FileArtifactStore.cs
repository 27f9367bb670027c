using System.Runtime.CompilerServices;
using Extraction.Artifacts;
using Extraction.Links;

namespace Adapters.FileSystem;

/// <summary>
/// Stores artifacts as files, laid out by <see cref="ArtifactPaths"/>. Several processes on one machine may share them.
/// </summary>
/// <param name="paths">Paths of the artifacts.</param>
/// <param name="clock">Clock for the times of creation and use.</param>
/// <param name="create">Creates a file to write to; tests use it to simulate a full disk.</param>
internal sealed class FileArtifactStore(
    ArtifactPaths paths, TimeProvider clock, Func<string, FileStream>? create = null) : IArtifactStore
{
    /// <summary>Minimum time between two recorded uses: half of the precision that the port promises.</summary>
    private static readonly TimeSpan UsedPrecision = TimeSpan.FromMinutes(30);

    private readonly ArtifactWriter writer = new(paths, create ?? ArtifactWriter.Create);

    public async ValueTask<Artifact> PutAsync(
        VideoId video, ArtifactName name, string contentType, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var (received, length, sha256) = await writer.ReceiveAsync(content, cancellationToken);
        var metadata = new ArtifactMetadata(video.Value, name.Value, contentType, length, sha256, clock.GetUtcNow());
        return writer.Place(video, name, metadata, received);
    }

    public ValueTask<ArtifactContent?> OpenAsync(VideoId video, ArtifactName name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(DiskGuard.Run(paths.Root, () => Open(video, paths.Metadata(video, name))));
    }

    public ValueTask<IReadOnlyList<Artifact>> ListAsync(VideoId video, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IReadOnlyList<Artifact>>(DiskGuard.Run(paths.Root, () =>
            MetadataFiles(paths.Folder(video), SearchOption.TopDirectoryOnly)
                .Select(Read)
                .OfType<Artifact>()
                .OrderBy(artifact => artifact.Name, StringComparer.Ordinal)
                .ToArray()));
    }

    public ValueTask<bool> DeleteAsync(VideoId video, ArtifactName name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(DiskGuard.Run(paths.Root, () =>
        {
            var path = paths.Metadata(video, name);
            if (ArtifactMetadata.Read(path) is not { } metadata)
                return false;

            // The metadata goes first, so that there is never metadata without its content.
            File.Delete(path);
            File.Delete(paths.Content(video, metadata.Name, metadata.Sha256));
            return true;
        }));
    }

    public ValueTask DeleteAllAsync(VideoId video, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DiskGuard.Run(paths.Root, () =>
        {
            // The metadata goes first here too: a crash in between leaves nothing that looks like an artifact.
            foreach (var file in MetadataFiles(paths.Folder(video), SearchOption.TopDirectoryOnly))
                file.Delete();
            if (Directory.Exists(paths.Folder(video)))
                Directory.Delete(paths.Folder(video), recursive: true);
        });
        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<Artifact> OldestUsedFirstAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Reads the folders off the caller's thread, because there may be many.
        var files = await Task.Run(
            () => DiskGuard.Run(paths.Root, () => MetadataFiles(paths.Root, SearchOption.AllDirectories)
                .OrderBy(file => file.LastWriteTimeUtc)
                .ToArray()),
            cancellationToken);
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (DiskGuard.Run(paths.Root, () => Read(file)) is { } artifact)
                yield return artifact;
        }
    }

    private static Artifact? Read(FileInfo file) =>
        ArtifactMetadata.Read(file.FullName)?.ToArtifact(new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));

    private static IEnumerable<FileInfo> MetadataFiles(string folder, SearchOption depth) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles(ArtifactPaths.MetadataPattern, depth)
        : [];

    private ArtifactContent? Open(VideoId video, string path)
    {
        while (ArtifactMetadata.Read(path) is { } metadata)
        {
            if (OpenOrNull(paths.Content(video, metadata.Name, metadata.Sha256)) is { } content)
                return new ArtifactContent(metadata.ToArtifact(Use(path)), content);

            // If the artifact was replaced in between, the metadata has changed. Otherwise the content is gone.
            if (ArtifactMetadata.Read(path) == metadata)
                return null;
        }

        return null;
    }

    // A reader must not prevent others from replacing or deleting the file, as a plain open file does on Windows.
    private static FileStream? OpenOrNull(string path)
    {
        try
        {
            return new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private DateTimeOffset Use(string metadataPath)
    {
        var now = clock.GetUtcNow();
        var used = new DateTimeOffset(File.GetLastWriteTimeUtc(metadataPath), TimeSpan.Zero);
        if (now - used < UsedPrecision)
            return used;

        try
        {
            File.SetLastWriteTimeUtc(metadataPath, now.UtcDateTime);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Deleted in the meantime, or on a read-only folder; the content can be read either way.
        }

        return now;
    }
}
