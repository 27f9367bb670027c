using Jobs.Stores;

namespace Jobs.Starting;

/// <summary>
/// Holds the folder of an embedded store: alone, or shared with other processes. An open file is the lock, so the
/// system releases it when the process ends in any way, and it works for containers that share a volume.
/// </summary>
public sealed class DataFolderLock : IDisposable
{
    private const string LockName = "links.lock";

    /// <summary>The holder in words. A file of its own, because Windows allows no reading of a locked one.</summary>
    private const string OwnerName = "links.owner";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream held;

    private DataFolderLock(FileStream held) => this.held = held;

    /// <summary>Maximum wait for a process that is just ending.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Takes the lock; creates the folder if missing.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="use">How this process uses the folder.</param>
    /// <param name="clock">Clock for the message to others.</param>
    /// <exception cref="CannotStartException">Another process holds the lock; the message names it.</exception>
    /// <exception cref="StoreUnavailableException">The folder cannot be used.</exception>
    public static DataFolderLock Take(string path, DataFolderUse use, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var folder = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(folder);
            for (var started = clock.GetTimestamp(); ;)
            {
                if (TryOpen(Path.Combine(folder, LockName), use) is { } file)
                {
                    WriteOwner(folder, clock);
                    return new DataFolderLock(file);
                }

                if (clock.GetElapsedTime(started) >= Patience)
                    throw new CannotStartException(Sentence(folder, use));
                Thread.Sleep(Pause);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"The folder {folder} cannot be created or opened ({error.Message}): set Data:Path to a folder that "
                + "this user may write.",
                error);
        }
    }

    public void Dispose() => held.Dispose();

    private static FileStream? TryOpen(string path, DataFolderUse use)
    {
        var isAlone = use is DataFolderUse.Alone;
        try
        {
            return new FileStream(
                path,
                FileMode.OpenOrCreate,
                isAlone ? FileAccess.ReadWrite : FileAccess.Read,
                isAlone ? FileShare.None : FileShare.Read,
                bufferSize: 0);
        }
        catch (IOException error) when (IsHeld(error))
        {
            return null;
        }
    }

    /// <summary>Recognizes a lock by the code of the system: a sharing violation, or EWOULDBLOCK.</summary>
    private static bool IsHeld(IOException error) => error.HResult ==
        (OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11);

    private static void WriteOwner(string folder, TimeProvider clock)
    {
        try
        {
            File.WriteAllText(
                Path.Combine(folder, OwnerName),
                $"process {Environment.ProcessId} on {Environment.MachineName} since {clock.GetUtcNow():u}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The lock holds without its description, as on a full disk.
        }
    }

    private static string Sentence(string folder, DataFolderUse use)
    {
        var owner = ReadOwner(folder);
        return use is DataFolderUse.Alone
            ? $"The folder {folder} is in use by {owner}: stop that process and all others that use the folder, or set "
                + "Data:Path to another folder."
            : $"The folder {folder} is in use by {owner}, which runs the jobs alone: stop that process, or start it with "
                + "ConnectionStrings:kafka, too.";
    }

    private static string ReadOwner(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, OwnerName)) is { Length: > 0 } owner ? owner : "another process";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }
}

/// <summary>Specifies how a process uses the folder of an embedded store.</summary>
public enum DataFolderUse
{
    /// <summary>The process runs all jobs of the store: it takes every claim at its start.</summary>
    Alone,

    /// <summary>Several processes run jobs of the store, each under its own leases.</summary>
    Shared,
}
