using Files.Preparation;
using Files.Spooling;
using Jobs.Submissions;

namespace Adapters.FileSystem.Spool;

/// <summary>Writes one spooled file. Its note is moved into place last, when all that it names is on disk.</summary>
internal sealed class FileSpoolWriter : ISpoolWriter
{
    private const int BufferBytes = 64 * 1024;

    private readonly SpoolPaths paths;
    private readonly SubmissionId id;
    private readonly SpoolLock held;
    private readonly FileStream rows;
    private bool isKept;

    /// <param name="paths">Paths of the spool.</param>
    /// <param name="id">The file.</param>
    /// <param name="held">Its lock, which this writer releases.</param>
    public FileSpoolWriter(SpoolPaths paths, SubmissionId id, SpoolLock held)
    {
        (this.paths, this.id, this.held) = (paths, id, held);
        try
        {
            rows = new FileStream(
                paths.Rows(id), FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferBytes, useAsync: true);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public ValueTask AddAsync(int batches, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) =>
        DiskGuard.RunAsync(paths.Root, () => rows.WriteAsync(lines, cancellationToken));

    public ValueTask KeepAsync(PreparedFile file, CancellationToken cancellationToken) =>
        DiskGuard.RunAsync(paths.Root, () =>
        {
            ArgumentNullException.ThrowIfNull(file);
            rows.Flush(flushToDisk: true);
            using (var note = new FileStream(paths.NewNote(id), FileMode.Create, FileAccess.Write))
            {
                note.Write(file.ToJson());
                note.Flush(flushToDisk: true);
            }

            File.Move(paths.NewNote(id), paths.Note(id), overwrite: true);

            // Flushing the moved file writes its new name, too.
            using (var note = new FileStream(paths.Note(id), FileMode.Open, FileAccess.ReadWrite))
                note.Flush(flushToDisk: true);
            isKept = true;
            return ValueTask.CompletedTask;
        });

    public async ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        await rows.DisposeAsync();
        if (held.IsHeld)
            DiskGuard.Run(paths.Root, held.Delete);
    }

    public async ValueTask DisposeAsync()
    {
        if (!held.IsHeld)
            return;

        try
        {
            await rows.DisposeAsync();
            if (!isKept)
                held.Delete();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The feeder removes what nobody holds.
        }
        finally
        {
            held.Dispose();
        }
    }
}
