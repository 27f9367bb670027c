namespace Extraction.Media;

/// <summary>Codes of download failures, in addition to <see cref="Jobs.Failures.FailureCodes"/>.</summary>
public static class MediaFailureCodes
{
    /// <summary>The video has no stream in the requested form.</summary>
    public const string NoStream = "no-stream";

    public const string NeedsFfmpeg = "needs-ffmpeg";
    public const string TooLarge = "too-large";
    public const string DiskFull = "disk-full";

    /// <summary>The folder for unfinished downloads is not writable.</summary>
    public const string WorkFolder = "work-folder";
}
