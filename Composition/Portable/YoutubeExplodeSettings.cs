namespace Composition;

/// <summary>
/// Names the section of a source that this build lacks, so that the settings of a deployment fit both builds.
/// </summary>
internal sealed class YoutubeExplodeSettings : Dictionary<string, string>
{
    public const string Section = "Sources:YoutubeExplode";
}
