using Jobs.Running;

namespace Extraction.Media;

/// <summary>Defines the kind of link jobs with files, separate so that downloads never delay metadata.</summary>
public static class MediaJobs
{
    /// <summary>The kind of link jobs with files.</summary>
    public static readonly JobKind Kind = new("media", "media.requested", JobWeight.Heavy) { AsksSources = true };
}
