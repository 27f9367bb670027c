using Files.Preparation;
using Files.Spooling;
using Jobs.Submissions;
using Microsoft.Extensions.Logging;

namespace Adapters.FileSystem.Spool;

/// <summary>
/// Spools files on disk, laid out by <see cref="SpoolPaths"/>. Several processes on one machine may share them: a claim
/// is a lock of the operating system, so no clock and no lease is needed.
/// </summary>
internal sealed partial class FileBatchSpool(SpoolPaths paths, ILogger<FileBatchSpool> logger) : IBatchSpool
{
    public ValueTask<ISpoolWriter> CreateAsync(SubmissionId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<ISpoolWriter>(DiskGuard.Run(paths.Root, () =>
        {
            Directory.CreateDirectory(paths.Root);
            var held = SpoolLock.TryTake(paths, id) ?? throw new IOException("The file is in use.");
            return new FileSpoolWriter(paths, id, held);
        }));
    }

    public ValueTask<ISpooledFile?> ClaimAsync(
        IReadOnlySet<SubmissionId> except, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(DiskGuard.Run(paths.Root, () =>
            paths.Kept().Where(id => !except.Contains(id)).Select(TryClaim).FirstOrDefault(file => file is not null)));
    }

    public ValueTask<int> CountAsync(int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(DiskGuard.Run(paths.Root, () => paths.Kept().Take(limit).Count()));
    }

    public ValueTask<int> RemoveAbandonedAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(DiskGuard.Run(paths.Root, () =>
            paths.All().Except(paths.Kept()).Count(TryRemove)));
    }

    private ISpooledFile? TryClaim(SubmissionId id)
    {
        if (SpoolLock.TryTake(paths, id) is not { } held)
            return null;

        try
        {
            if (ReadNote(id) is { } note)
            {
                if (PreparedFile.TryParse(note, out var file) && file.Id == id)
                    return new FileSpooledFile(paths, file, held);

                // A note is complete on disk before its file is accepted, so this file is not accepted.
                Log.Damaged(logger, paths.Note(id));
            }

            held.Delete();
            return null;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private bool TryRemove(SubmissionId id)
    {
        if (SpoolLock.TryTake(paths, id) is not { } held)
            return false;

        using (held)
        {
            // Kept since it was listed.
            if (File.Exists(paths.Note(id)))
                return false;
            held.Delete();
            return true;
        }
    }

    private byte[]? ReadNote(SubmissionId id)
    {
        try
        {
            return File.ReadAllBytes(paths.Note(id));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error,
            "Removed a spooled file that is not readable: {Path}; send it again if a sender waits for it")]
        public static partial void Damaged(ILogger logger, string path);
    }
}
