namespace Extraction.Media;

/// <summary>Codes of download failures, in addition to <see cref="Jobs.Failures.FailureCodes"/>.</summary>
public static class MediaFailureCodes
{
    /// <summary>The video has no stream in the requested form.</summary>
    public const string NoStream = "no-stream";

    /// <summary>The file must be converted, and ffmpeg is not installed.</summary>
    public const string NeedsFfmpeg = "needs-ffmpeg";

    /// <summary>The file is larger than <c>Media:MaxBytes</c> or <c>Media:MaxTotalBytes</c>.</summary>
    public const string TooLarge = "too-large";

    /// <summary>The disk has no room for the file.</summary>
    public const string DiskFull = "disk-full";

    /// <summary>The folder for unfinished downloads is not writable.</summary>
    public const string WorkFolder = "work-folder";
}
