using Jobs.Running;

namespace Extraction.Media;

/// <summary>Defines the kind of link jobs with files, separate so that downloads never delay metadata.</summary>
public static class MediaJobs
{
    public static readonly JobKind Kind = new("media", "media.requested", JobWeight.Heavy);
}
