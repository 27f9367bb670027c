using System.Buffers;
using System.Security.Cryptography;
using Extraction.Artifacts;
using Extraction.Links;

namespace Adapters.FileSystem;

/// <summary>
/// Writes an artifact so that a crash at any moment leaves the earlier one whole: the content under a name of its own,
/// then the note that points to it, moved over the earlier note. That move is the moment at which it becomes visible.
/// </summary>
/// <param name="paths">Where artifacts lie.</param>
/// <param name="create">Makes a new file to write to.</param>
internal sealed class ArtifactWriter(ArtifactPaths paths, Func<string, FileStream> create)
{
    private const int BufferBytes = 64 * 1024;

    // Two writers of one artifact in this process take turns at the moves; what a writer of another process leaves
    // behind by the same race is a content without a note, and is swept away.
    private readonly Lock moving = new();

    public static FileStream Create(string path) =>
        new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);

    /// <summary>Copies the content to the disk.</summary>
    /// <returns>Where it is, how long it is, and its digest.</returns>
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

            // Only the disk's errors are the store's: those of the given stream are its owner's.
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

    /// <summary>Puts received content in its place.</summary>
    public Artifact Place(VideoId video, ArtifactName name, ArtifactNote note, string received)
    {
        lock (moving)
        {
            return DiskGuard.Run(paths.Root, () =>
            {
                try
                {
                    return Move(video, name, note, received);
                }
                finally
                {
                    File.Delete(received);
                }
            });
        }
    }

    private Artifact Move(VideoId video, ArtifactName name, ArtifactNote note, string received)
    {
        var notePath = paths.Note(video, name);
        var earlier = ArtifactNote.Read(notePath);
        Directory.CreateDirectory(paths.Folder(video));

        // First, so that a disk that has no room even for this leaves no content that nobody knows.
        var incoming = WriteNote(note);
        try
        {
            File.Move(received, paths.Content(video, note.Name, note.Sha256), overwrite: true);
            File.Move(incoming, notePath, overwrite: true);
        }
        finally
        {
            File.Delete(incoming);
        }

        if (earlier is not null && earlier.Sha256 != note.Sha256)
            File.Delete(paths.Content(video, earlier.Name, earlier.Sha256));
        return note.ToArtifact(note.CreatedAt);
    }

    private string WriteNote(ArtifactNote note)
    {
        var path = paths.NewIncoming();
        try
        {
            using (var file = create(path))
            {
                file.Write(note.ToJson());
                file.Flush(flushToDisk: true);
            }

            File.SetLastWriteTimeUtc(path, note.CreatedAt.UtcDateTime);
            return path;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
