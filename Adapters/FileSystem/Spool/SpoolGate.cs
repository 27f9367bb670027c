namespace Adapters.FileSystem.Spool;

/// <summary>
/// Keeps spooled files from being deleted while a backup is taken. The spool of a submission is deleted once its jobs
/// are in the database, so a copy of the database and a later copy of the spool must not have a deletion in between.
/// </summary>
internal static class SpoolGate
{
    private const string Name = "backup.lock";

    /// <summary>Stops deletions until the gate is disposed.</summary>
    /// <returns>Null if deletions or another backup are in the way at the moment.</returns>
    public static IDisposable? TryClose(SpoolPaths paths) => TryOpen(paths, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Allows a deletion until it is disposed.</summary>
    /// <returns>Null while a backup is taken.</returns>
    public static IDisposable? TryPass(SpoolPaths paths) => TryOpen(paths, FileAccess.Read, FileShare.Read);

    private static FileStream? TryOpen(SpoolPaths paths, FileAccess access, FileShare share)
    {
        Directory.CreateDirectory(paths.Root);
        var path = Path.Combine(paths.Root, Name);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, access, share, bufferSize: 0);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
