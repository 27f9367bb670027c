namespace Extraction.Links;

/// <summary>What a text turned out to be: closed, so that a switch over it is complete.</summary>
public abstract record ParsedLink
{
    private ParsedLink() { }

    /// <summary>One video. A watch address within a playlist is its video.</summary>
    public sealed record Video(VideoId Id) : ParsedLink;

    public sealed record Playlist(PlaylistId Id) : ParsedLink;

    public sealed record Channel(ChannelAddress Address) : ParsedLink;

    /// <param name="Reason">One sentence for whoever sent the text; says what to do and never repeats the text.</param>
    public sealed record Refused(string Reason) : ParsedLink;
}
