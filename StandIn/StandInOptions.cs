namespace StandIn;

/// <summary>
/// Settings that are fixed at start; <see cref="Settings.StandInSettings"/>, in the same section, can change at run
/// time.
/// </summary>
internal sealed record StandInOptions
{
    public const string Section = "StandIn";

    /// <summary>
    /// Port of the plain address; 0, the default, takes a free one, so that several can run at once.
    /// </summary>
    public int Port { get; init; }

    /// <summary>Port of the CONNECT proxy; 0 takes a free one.</summary>
    public int ProxyPort { get; init; }

    /// <summary>
    /// Folder of generated media between runs. The temp folder by default, since media can be generated again.
    /// </summary>
    public string MediaPath { get; init; } = Path.Combine(Path.GetTempPath(), "stand-in-media");

    /// <summary>The program that makes media. Found on the PATH by default; without it media is only bytes.</summary>
    public string Ffmpeg { get; init; } = "ffmpeg";

    public void ThrowIfInvalid()
    {
        if (Port is < 0 or > 65535 || ProxyPort is < 0 or > 65535)
            throw new InvalidOperationException(
                $"{Section}:{nameof(Port)} and {Section}:{nameof(ProxyPort)} must be between 0 and 65535.");
        if (string.IsNullOrWhiteSpace(MediaPath))
            throw new InvalidOperationException($"{Section}:{nameof(MediaPath)} must name a folder.");
    }
}
