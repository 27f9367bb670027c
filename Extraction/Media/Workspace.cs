using Jobs.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Extraction.Media;

/// <summary>
/// Where unfinished files of this process are: a folder of its own, which is gone when the process ends. What a killed
/// process left, programs that still run included, is removed by the next one to start: a folder whose lock can be
/// taken has no owner.
/// </summary>
public sealed partial class Workspace : IDisposable
{
    private const string LockName = ".lock";

    private readonly string folder;
    private readonly FileStream ownership;
    private readonly ILogger<Workspace> logger;

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

    /// <summary>A folder for one attempt, deleted with all that is in it when it is disposed.</summary>
    /// <exception cref="StoreUnavailableException">No folder can be made.</exception>
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
                $"No folder can be made in {folder} ({error.Message.TrimEnd('.')}): see to its space and permissions, or set Media:WorkPath to another.", error);
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
                // Between a folder's making and its lock's there is a moment; one that is a minute old has passed it.
                var lockFile = Path.Combine(other, LockName);
                if (!File.Exists(lockFile) && clock.GetUtcNow() - Directory.GetCreationTimeUtc(other) < TimeSpan.FromMinutes(1))
                    continue;
                using (new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
                {
                }

                // First, or they would go on writing to where nobody looks: ffmpeg takes no notice of a pipe that
                // breaks.
                foreach (var note in Directory.EnumerateFiles(other, ProcessMarker.Pattern, SearchOption.AllDirectories))
                {
                    if (ProcessMarker.End(note))
                        Log.ProgramEnded(logger, note);
                }

                Directory.Delete(other, recursive: true);
                Log.LeftoverRemoved(logger, other);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Its owner lives, or another process removes it just now.
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
        [LoggerMessage(1, LogLevel.Information, "Removed what an earlier process left in {Path}")]
        public static partial void LeftoverRemoved(ILogger logger, string path);

        [LoggerMessage(2, LogLevel.Warning, "Could not remove {Path}; the next start will")]
        public static partial void NotRemoved(ILogger logger, string path, Exception error);

        [LoggerMessage(3, LogLevel.Warning, "Ended a program that an earlier process left running, by {Path}")]
        public static partial void ProgramEnded(ILogger logger, string path);
    }
}

/// <summary>The unfinished files of one attempt.</summary>
public sealed class WorkFolder(string path, Action<string> remove) : IDisposable
{
    private int files;

    /// <summary>Path of a file that does not exist yet.</summary>
    public string NewFile(string extension) => Path.Combine(path, $"{Interlocked.Increment(ref files)}.{extension}");

    public void Dispose() => remove(path);
}
