using Jobs;
using Jobs.Failures;
using Jobs.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Files.Uploads;

/// <summary>
/// Holds the uploads of this process in a folder of its own, under a lock that ends with the process. Each process
/// that starts removes the folders whose lock is free: they have no owner.
/// </summary>
public sealed partial class UploadFolder(IOptions<DataOptions> data, ILogger<UploadFolder> logger)
    : IHostedService, IDisposable
{
    private const string LockName = ".lock";

    private readonly string root = Path.Combine(data.Value.Path, "uploads");
    private readonly Lock gate = new();
    private (string Path, FileStream Lock)? own;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            RemoveLeftovers();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.NotRemoved(logger, root, error.Message);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Returns the path of a file that does not exist yet.</summary>
    /// <exception cref="StoreUnavailableException">The folder cannot be written.</exception>
    public string NewFile()
    {
        try
        {
            lock (gate)
                own ??= Create();
            return Path.Combine(own.Value.Path, Guid.NewGuid().ToString("N"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(error);
        }
    }

    /// <summary>Returns the exception for an error of the disk.</summary>
    public StoreUnavailableException Unwritable(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new StoreUnavailableException(
            DiskFull.IsReason(error)
                ? $"The disk of {root} has no room for the upload: free some space, or set Data:Path to another folder."
                : $"The upload cannot be written to {root} ({error.Message.TrimEnd('.')}): "
                    + "check the permissions, or set Data:Path to another folder.",
            error);
    }

    public void Dispose()
    {
        if (own is not { } folder)
            return;
        folder.Lock.Dispose();
        TryDelete(folder.Path);
    }

    private (string Path, FileStream Lock) Create()
    {
        var path = Path.Combine(root, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(path);
        return (path, new FileStream(
            Path.Combine(path, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None));
    }

    private void RemoveLeftovers()
    {
        if (!Directory.Exists(root))
            return;

        // An earlier version wrote its uploads here, without a folder.
        foreach (var file in Directory.EnumerateFiles(root))
            File.Delete(file);
        foreach (var folder in Directory.EnumerateDirectories(root))
            RemoveUnowned(folder);
    }

    private static void RemoveUnowned(string folder)
    {
        try
        {
            var lockFile = Path.Combine(folder, LockName);
            if (File.Exists(lockFile))
            {
                using var owned = new FileStream(lockFile, FileMode.Open, FileAccess.Write, FileShare.None);
                foreach (var file in Directory.EnumerateFiles(folder).Where(file => file != lockFile))
                    File.Delete(file);
            }
            else
            {
                // Its owner is about to lock it, or a cleaner died: it is empty, or not deleted.
                Directory.Delete(folder);
                return;
            }

            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The owner is alive, or another process is removing the folder.
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next process to start removes it.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Could not remove the uploads of earlier processes in {Folder}: {Reason}")]
        public static partial void NotRemoved(ILogger logger, string folder, string reason);
    }
}
