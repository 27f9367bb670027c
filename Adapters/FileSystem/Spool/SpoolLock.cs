using Jobs.Submissions;

namespace Adapters.FileSystem.Spool;

/// <summary>
/// Holds one file of the spool: an open file that no other process can open, so that it ends with its process.
/// </summary>
internal sealed class SpoolLock : IDisposable
{
    private readonly SpoolPaths paths;
    private readonly SubmissionId id;
    private readonly FileStream file;

    private SpoolLock(SpoolPaths paths, SubmissionId id, FileStream file) =>
        (this.paths, this.id, this.file) = (paths, id, file);

    public bool IsHeld { get; private set; } = true;

    /// <returns>Null if another process, or another part of this one, holds the file.</returns>
    public static SpoolLock? TryTake(SpoolPaths paths, SubmissionId id)
    {
        var path = paths.Lock(id);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }

        // A lock deleted by its last holder between the opening and the locking holds nothing.
        if (File.Exists(path))
            return new SpoolLock(paths, id, file);
        file.Dispose();
        return null;
    }

    /// <summary>Deletes the held file, the note first: without it the rest is garbage.</summary>
    public void Delete()
    {
        File.Delete(paths.Note(id));
        File.Delete(paths.NewNote(id));
        File.Delete(paths.Rows(id));
        File.Delete(paths.Mark(id));
        File.Delete(paths.Lock(id));
        Dispose();
    }

    public void Dispose()
    {
        IsHeld = false;
        file.Dispose();
    }
}
