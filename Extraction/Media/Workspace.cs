using Jobs.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Extraction.Media;

/// <summary>
/// Holds this process's unfinished files in a folder of its own, which is deleted when the process ends. The next
/// process to start removes what a killed process left, including programs that still run: a folder whose lock can be
/// taken has no owner.
/// </summary>
public sealed partial class Workspace : IDisposable
{
    private const string LockName = ".lock";

    /// <summary>A folder without a lock may have been created just now; after this time it has no owner.</summary>
    private static readonly TimeSpan LockDelay = TimeSpan.FromMinutes(1);

    private readonly string folder;
    private readonly FileStream ownership;
    private readonly ILogger<Workspace> logger;

    /// <summary>Creates the folder of this process, and removes the ones that killed processes left.</summary>
    public Workspace(IOptions<MediaOptions> options, TimeProvider clock, ILogger<Workspace> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.logger = logger;
        var root = options.Value.WorkPath ?? Path.Combine(Path.GetTempPath(), "links-media");
        Directory.CreateDirectory(root);
        RemoveLeftovers(root, clock);
        folder = Path.Combine(root, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        ownership = new FileStream(
            Path.Combine(folder, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    /// <summary>Creates a folder for one attempt. Disposing it deletes the folder and everything in it.</summary>
    /// <exception cref="StoreUnavailableException">The folder cannot be created.</exception>
    public WorkFolder Open()
    {
        var path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"No folder can be created in {folder} ({error.Message.TrimEnd('.')}): "
                + "check its free space and permissions, or set Media:WorkPath to another folder.",
                error);
        }

        return new WorkFolder(path, Remove);
    }

    public void Dispose()
    {
        ownership.Dispose();
        Remove(folder);
    }

    private void RemoveLeftovers(string root, TimeProvider clock)
    {
        foreach (var other in Directory.EnumerateDirectories(root))
        {
            try
            {
                var lockFile = Path.Combine(other, LockName);
                if (!File.Exists(lockFile) && clock.GetUtcNow() - Directory.GetCreationTimeUtc(other) < LockDelay)
                    continue;
                using (new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
                {
                }

                // Programs are ended first: ffmpeg ignores a broken pipe and would keep writing to deleted files.
                foreach (var marker in Directory.EnumerateFiles(
                    other, ProcessMarker.Pattern, SearchOption.AllDirectories))
                {
                    if (ProcessMarker.End(marker))
                        Log.ProgramEnded(logger, marker);
                }

                Directory.Delete(other, recursive: true);
                Log.LeftoverRemoved(logger, other);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The owner is alive, or another process is removing the folder.
            }
        }
    }

    private void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.NotRemoved(logger, path, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Removed the unfinished files of an earlier process in {Path}")]
        public static partial void LeftoverRemoved(ILogger logger, string path);

        [LoggerMessage(2, LogLevel.Warning, "Could not remove {Path}; the next process to start will")]
        public static partial void NotRemoved(ILogger logger, string path, Exception error);

        [LoggerMessage(3, LogLevel.Warning, "Ended a program of an earlier process, found by {Path}")]
        public static partial void ProgramEnded(ILogger logger, string path);
    }
}

/// <summary>Holds the unfinished files of one attempt.</summary>
public sealed class WorkFolder(string path, Action<string> remove) : IDisposable
{
    private int files;

    /// <summary>Returns the path of a file that does not exist yet.</summary>
    /// <exception cref="ArgumentException">
    /// The extension is more than a few letters: it comes from a closed list, and the file stays in this folder.
    /// </exception>
    public string NewFile(string extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        if (extension.Length is 0 or > 5 || !extension.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException("Not an extension of media files.", nameof(extension));
        return Path.Combine(path, $"{Interlocked.Increment(ref files)}.{extension}");
    }

    public void Dispose() => remove(path);
}
