namespace Adapters.YouTubeSources.YtDlp.Serving;

/// <summary>Identifies the content of a file: an update of the program changes it.</summary>
internal readonly record struct FileStamp(string Path, long Length, DateTime WrittenAt)
{
    /// <summary>Reads the stamp of the file that a path leads to; a missing file has one, too.</summary>
    public static FileStamp Of(string path)
    {
        try
        {
            var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            return file.Exists
                ? new FileStamp(file.FullName, file.Length, file.LastWriteTimeUtc)
                : new(path, -1, default);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(path, -1, default);
        }
    }
}
