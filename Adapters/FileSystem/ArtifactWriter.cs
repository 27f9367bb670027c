using System.Buffers;
using System.Security.Cryptography;
using Extraction.Artifacts;
using Extraction.Links;

namespace Adapters.FileSystem;

/// <summary>
/// Writes an artifact so that a crash at any time leaves the earlier one intact: the content under its own name, then
/// the metadata that names it, moved over the earlier metadata. That move makes the artifact visible.
/// </summary>
/// <param name="paths">Paths of the artifacts.</param>
/// <param name="create">Creates a file to write to.</param>
internal sealed class ArtifactWriter(ArtifactPaths paths, Func<string, FileStream> create)
{
    private const int BufferBytes = 64 * 1024;

    // Serializes the moves of writers in this process. A race with a writer in another process leaves a content without
    // metadata, which the sweep removes.
    private readonly Lock moving = new();

    public static FileStream Create(string path) =>
        new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);

    /// <summary>Copies the content to the disk.</summary>
    /// <returns>The path, the length in bytes, and the digest.</returns>
    public async Task<(string Path, long Length, string Sha256)> ReceiveAsync(
        Stream content, CancellationToken cancellationToken)
    {
        DiskGuard.Run(paths.Root, () => Directory.CreateDirectory(paths.Incoming));
        var path = paths.NewIncoming();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using var file = DiskGuard.Run(paths.Root, () => create(path));
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var length = 0L;
            int read;

            // Only errors of the disk are the store's; errors of the given stream belong to the caller.
            while ((read = await content.ReadAsync(buffer.AsMemory(0, BufferBytes), cancellationToken)) > 0)
            {
                digest.AppendData(buffer, 0, read);
                length += read;
                var part = buffer.AsMemory(0, read);
                await DiskGuard.RunAsync(paths.Root, () => file.WriteAsync(part, cancellationToken));
            }

            DiskGuard.Run(paths.Root, () => file.Flush(flushToDisk: true));
            return (path, length, Convert.ToHexStringLower(digest.GetHashAndReset()));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Makes received content the artifact's content.</summary>
    public Artifact Place(VideoId video, ArtifactName name, ArtifactMetadata metadata, string received)
    {
        lock (moving)
        {
            return DiskGuard.Run(paths.Root, () =>
            {
                try
                {
                    return Move(video, name, metadata, received);
                }
                finally
                {
                    File.Delete(received);
                }
            });
        }
    }

    private Artifact Move(VideoId video, ArtifactName name, ArtifactMetadata metadata, string received)
    {
        var metadataPath = paths.Metadata(video, name);
        var earlier = ArtifactMetadata.Read(metadataPath);
        Directory.CreateDirectory(paths.Folder(video));

        // The metadata comes first, so that a disk without room for it does not end up with orphaned content.
        var incoming = WriteMetadata(metadata);
        try
        {
            File.Move(received, paths.Content(video, metadata.Name, metadata.Sha256), overwrite: true);
            File.Move(incoming, metadataPath, overwrite: true);
        }
        finally
        {
            File.Delete(incoming);
        }

        if (earlier is not null && earlier.Sha256 != metadata.Sha256)
            File.Delete(paths.Content(video, earlier.Name, earlier.Sha256));
        return metadata.ToArtifact(metadata.CreatedAt);
    }

    private string WriteMetadata(ArtifactMetadata metadata)
    {
        var path = paths.NewIncoming();
        try
        {
            using (var file = create(path))
            {
                file.Write(metadata.ToJson());
                file.Flush(flushToDisk: true);
            }

            File.SetLastWriteTimeUtc(path, metadata.CreatedAt.UtcDateTime);
            return path;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
