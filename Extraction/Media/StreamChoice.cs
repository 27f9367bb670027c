namespace Extraction.Media;

/// <summary>
/// Which streams to download, and what to do with them: closed, so that a switch over it is complete.
/// </summary>
public abstract record StreamChoice
{
    private StreamChoice() { }

    /// <summary>The stream as it is.</summary>
    /// <param name="Stream">Of the wanted format.</param>
    /// <param name="Extension">Of the file, without the dot.</param>
    public sealed record Copy(MediaStream Stream, string Extension) : StreamChoice;

    /// <summary>Other container, same codec: nothing is lost.</summary>
    public sealed record Remux(MediaStream Stream, string Extension) : StreamChoice;

    /// <summary>Other codec.</summary>
    public sealed record Transcode(MediaStream Stream, string Extension, int BitrateKbps) : StreamChoice;

    /// <summary>Picture and sound into one file, neither changed.</summary>
    public sealed record Mux(MediaStream Video, MediaStream Audio, string Extension) : StreamChoice;

    /// <summary>Nothing fits.</summary>
    /// <param name="Reason">One sentence.</param>
    public sealed record None(string Reason) : StreamChoice;
}
