namespace Extraction.Media;

/// <summary>
/// Represents the streams to download and how to make the file from them. Closed, so that a switch over it is complete.
/// </summary>
public abstract record StreamChoice
{
    private StreamChoice() { }

    /// <summary>Keep the stream as it is.</summary>
    /// <param name="Stream">The stream, which has the requested format.</param>
    /// <param name="Extension">Extension of the file, without the dot.</param>
    public sealed record Copy(MediaStream Stream, string Extension) : StreamChoice;

    /// <summary>Change the container and keep the codec, without loss.</summary>
    public sealed record Remux(MediaStream Stream, string Extension) : StreamChoice;

    /// <summary>Change the codec of the audio.</summary>
    public sealed record Transcode(MediaStream Stream, string Extension, int BitrateKbps) : StreamChoice;

    /// <summary>Combine video and audio into one file, both unchanged.</summary>
    public sealed record Mux(MediaStream Video, MediaStream Audio, string Extension) : StreamChoice;

    /// <summary>No stream fits.</summary>
    /// <param name="Reason">One sentence that says what to request instead.</param>
    public sealed record None(string Reason) : StreamChoice;
}
