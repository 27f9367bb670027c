using Jobs.Running;

namespace Extraction.Media;

/// <summary>
/// The jobs of links of which more is wanted than the metadata: a kind of their own, so that downloads never hold up
/// metadata.
/// </summary>
public static class MediaJobs
{
    public static readonly JobKind Kind = new("media", "media.requested", JobWeight.Heavy);
}
