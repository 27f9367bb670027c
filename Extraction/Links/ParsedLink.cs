namespace Extraction.Links;

/// <summary>Represents the result of parsing a link. Closed, so that a switch over it is complete.</summary>
public abstract record ParsedLink
{
    private ParsedLink() { }

    /// <summary>A video. A watch address within a playlist counts as its video.</summary>
    public sealed record Video(VideoId Id) : ParsedLink;

    /// <summary>A public playlist.</summary>
    public sealed record Playlist(PlaylistId Id) : ParsedLink;

    /// <summary>A channel.</summary>
    public sealed record Channel(ChannelAddress Address) : ParsedLink;

    /// <param name="Reason">One sentence that tells the sender what to do; never repeats the text.</param>
    public sealed record Refused(string Reason) : ParsedLink;
}
