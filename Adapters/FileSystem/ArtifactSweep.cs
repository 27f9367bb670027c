using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adapters.FileSystem;

/// <summary>
/// Removes what a crash left, at startup: files that were being written, and contents that no metadata file names.
/// Their age is the one on the clock of the file system, because machines that share a folder may disagree on the time.
/// </summary>
internal sealed partial class ArtifactSweep(ArtifactPaths paths, ILogger<ArtifactSweep> logger) : BackgroundService
{
    /// <summary>Minimum age of a file to remove; another process may still be writing a younger one.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            var removed = Sweep(stoppingToken);
            if (removed > 0)
                Log.Removed(logger, removed, paths.Root);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.Failed(logger, paths.Root, error.Message);
        }
    }

    /// <returns>The number of removed files.</returns>
    internal int Sweep(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(paths.Root))
            return 0;

        var before = ReadClock() - Young;
        var removed = Remove(new DirectoryInfo(paths.Incoming).EnumerateFiles("*.part"), before);

        foreach (var folder in new DirectoryInfo(paths.Root).EnumerateDirectories("_*"))
        {
            cancellationToken.ThrowIfCancellationRequested();
            removed += RemoveOrphans(folder, before);
        }

        return removed;
    }

    private static int RemoveOrphans(DirectoryInfo folder, DateTime before)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in folder.EnumerateFiles(ArtifactPaths.MetadataPattern))
        {
            if (ArtifactMetadata.Read(file.FullName) is { } metadata)
                known.Add(ArtifactPaths.ContentName(metadata.Name, metadata.Sha256));
        }

        return Remove(
            folder.EnumerateFiles(ArtifactPaths.ContentPattern).Where(file => !known.Contains(file.Name)), before);
    }

    /// <summary>Reads the clock that stamps new files.</summary>
    private DateTime ReadClock()
    {
        Directory.CreateDirectory(paths.Incoming);
        var probe = Path.Combine(paths.Incoming, $"{Guid.NewGuid():N}.probe");
        File.WriteAllBytes(probe, []);
        try
        {
            return File.GetLastWriteTimeUtc(probe);
        }
        finally
        {
            File.Delete(probe);
        }
    }

    private static int Remove(IEnumerable<FileInfo> files, DateTime before)
    {
        var old = files.Where(file => file.LastWriteTimeUtc < before).ToList();
        foreach (var file in old)
            file.Delete();
        return old.Count;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Removed {Count} unfinished files from {Folder}")]
        public static partial void Removed(ILogger logger, int count, string folder);

        [LoggerMessage(2, LogLevel.Warning, "Could not remove unfinished files from {Folder}: {Reason}")]
        public static partial void Failed(ILogger logger, string folder, string reason);
    }
}
