namespace Adapters.FileSystem.Spool;

/// <summary>
/// Keeps spooled files while a backup is taken. A file is deleted once its jobs are in the database, so none may be
/// deleted between the copy of the database and that of the spool. A deletion that began before the copy of the
/// database does no harm: the copy has those jobs.
/// </summary>
internal static class SpoolGate
{
    /// <summary>Stops deletions until the gate is disposed, or its process ends.</summary>
    /// <returns>Null if the gate is in use.</returns>
    public static IDisposable? TryClose(SpoolPaths paths)
    {
        Directory.CreateDirectory(paths.Root);
        FileStream gate;
        try
        {
            gate = new FileStream(
                paths.Gate, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (File.Exists(paths.Gate))
        {
            return null;
        }

        // A gate deleted by its last holder between the opening and the locking holds nothing.
        if (File.Exists(paths.Gate))
            return gate;
        gate.Dispose();
        return null;
    }

    public static bool IsClosed(SpoolPaths paths)
    {
        if (!File.Exists(paths.Gate))
            return false;

        try
        {
            // A killed process leaves the file, and no lock on it.
            using var gate = new FileStream(paths.Gate, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
