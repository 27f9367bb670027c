using Adapters.FileSystem.Spool;
using Jobs.Stores;

namespace Adapters.FileSystem;

/// <summary>
/// Reads the spooled files of a data folder for a backup: accepted files whose batches are not all jobs yet.
/// </summary>
public sealed class SpoolBackup : IDisposable
{
    public const string FolderName = "files";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly SpoolPaths paths;
    private readonly IDisposable gate;

    private SpoolBackup(SpoolPaths paths, IDisposable gate) => (this.paths, this.gate) = (paths, gate);

    /// <summary>Keeps every spooled file from now on until this is disposed.</summary>
    /// <exception cref="StoreUnavailableException">The spool cannot be held, or another backup holds it.</exception>
    public static async Task<SpoolBackup> HoldAsync(string folder, CancellationToken cancellationToken)
    {
        var paths = new SpoolPaths(Path.Combine(folder, FolderName));
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            if (DiskGuard.Run(paths.Root, () => SpoolGate.TryClose(paths)) is { } gate)
                return new SpoolBackup(paths, gate);
            await Task.Delay(Pause, cancellationToken);
        }

        throw new StoreUnavailableException(
            $"The files in {paths.Root} are in use by another backup: try again when it is done.");
    }

    /// <summary>
    /// Opens the kept files: the note of each and its batches. The mark of what is stored stays behind, because batches
    /// that are stored again change nothing.
    /// </summary>
    public IReadOnlyList<FileStream> Open()
    {
        var open = new List<FileStream>();
        try
        {
            foreach (var id in paths.Kept())
                open.AddRange(TryOpen(paths.Note(id), paths.Rows(id)));
            return open;
        }
        catch (Exception error)
        {
            open.ForEach(file => file.Dispose());
            if (error is IOException or UnauthorizedAccessException)
                DiskGuard.Run(paths.Root, () => throw error);
            throw;
        }
    }

    public void Dispose() => gate.Dispose();

    /// <returns>Nothing if the file is just being deleted: then the database has its jobs.</returns>
    private static FileStream[] TryOpen(string note, string rows)
    {
        FileStream? first = null;
        try
        {
            first = Open(note);
            return [first, Open(rows)];
        }
        catch (FileNotFoundException)
        {
            first?.Dispose();
            return [];
        }
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
}
