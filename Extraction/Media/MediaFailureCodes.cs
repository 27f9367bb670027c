namespace Extraction.Media;

/// <summary>Codes of failures at downloads, beside <see cref="Jobs.Failures.FailureCodes"/>.</summary>
public static class MediaFailureCodes
{
    /// <summary>The video has no stream in the form that was asked for.</summary>
    public const string NoStream = "no-stream";

    public const string NeedsFfmpeg = "needs-ffmpeg";
    public const string TooLarge = "too-large";
    public const string DiskFull = "disk-full";

    /// <summary>The folder in which downloads are made may not be written.</summary>
    public const string WorkFolder = "work-folder";
}
