namespace Extraction.Links;

/// <summary>Reads what people paste: every form of a YouTube address, or a bare video id. Pure.</summary>
public static class LinkParser
{
    /// <summary>
    /// Longer texts are refused unread; real links with all their tracking parameters stay far below.
    /// </summary>
    public const int MaxLength = 2048;

    private const string WrongId =
        "The video id in this link is not one: a video id has 11 characters of A-Z, a-z, 0-9, - and _; copy the whole link again.";

    private const string NoVideo =
        "This YouTube address names no video, playlist or channel: open the video and copy its link.";

    private const string WrongPlaylist =
        "The playlist in this link can't be seen by others, or its id is cut off: copy the link of a public playlist.";

    private const string WrongChannel =
        "The channel in this link is not one: copy the link of the channel's page, such as https://www.youtube.com/@name.";

    /// <summary>Never throws; a text that is no link gives <see cref="ParsedLink.Refused"/> with the reason.</summary>
    public static ParsedLink Parse(string? text)
    {
        var link = text?.Trim() ?? "";
        if (link.Length == 0)
            return new ParsedLink.Refused("The link is empty: give a YouTube link or a video id of 11 characters.");
        if (link.Length > MaxLength)
            return new ParsedLink.Refused($"The link has more than {MaxLength} characters: copy it again.");
        if (link.Any(c => c == '\\' || char.IsWhiteSpace(c) || char.IsControl(c)))
            return new ParsedLink.Refused(
                "The link has a space, a line break or a backslash in it: give one link a line.");
        return VideoId.TryParse(link, out var id) ? new ParsedLink.Video(id) : ParseAddress(link, mayNest: true);
    }

    private static ParsedLink ParseAddress(string link, bool mayNest)
    {
        var (address, why) = YouTubeAddress.Read(link);
        if (address is null)
            return new ParsedLink.Refused(why!);
        if (address.IsShort)
            return address.Path is [var id, ..] ? Video(id) : new ParsedLink.Refused(NoVideo);

        // The root takes the parameters of a watch address.
        var first = address.Path is [var segment, ..] ? segment : "watch";
        var next = address.Path is [_, var second, ..] ? second : null;
        return first.ToLowerInvariant() switch
        {
            "watch" when address.Query.TryGetValue("v", out var v) => Video(v),
            "watch" when next is not null => Video(next),
            "watch" or "playlist" => Playlist(address),
            "attribution_link" when mayNest => Attributed(address),

            // These two have the form of an id and are none.
            "embed" when next is "videoseries" => Playlist(address),
            "embed" when next is "live_stream" => Channel(ChannelForm.Id, address.Query.GetValueOrDefault("channel")),
            "shorts" or "live" or "embed" or "v" or "e" => Video(next ?? ""),
            "channel" => Channel(ChannelForm.Id, next),
            "user" => Channel(ChannelForm.User, next),
            "c" => Channel(ChannelForm.Custom, next),
            ['@', ..] => Channel(ChannelForm.Handle, first[1..]),
            _ => new ParsedLink.Refused(NoVideo),
        };
    }

    private static ParsedLink Playlist(YouTubeAddress address) =>
        !address.Query.TryGetValue("list", out var list) ? new ParsedLink.Refused(NoVideo)
        : PlaylistId.TryParse(list, out var id) ? new ParsedLink.Playlist(id)
        : new ParsedLink.Refused(WrongPlaylist);

    private static ParsedLink Channel(ChannelForm form, string? name) =>
        name is not null && ChannelAddress.TryMake(form, name) is { } address
            ? new ParsedLink.Channel(address)
            : new ParsedLink.Refused(WrongChannel);

    /// <summary>
    /// In the Flash player's addresses (<c>/v/ID&amp;hl=en</c>) parameters follow without a question mark.
    /// </summary>
    private static ParsedLink Video(string text) =>
        VideoId.TryParse(text.Split('&', 2)[0], out var id)
            ? new ParsedLink.Video(id)
            : new ParsedLink.Refused(WrongId);

    /// <summary>
    /// <c>/attribution_link?u=</c> holds the real address, mostly as a path; one within another is nobody's link.
    /// </summary>
    private static ParsedLink Attributed(YouTubeAddress address) =>
        address.Query.GetValueOrDefault("u") switch
        {
            null or "" => new ParsedLink.Refused(NoVideo),
            ['/', not '/', ..] path => ParseAddress($"https://www.youtube.com{path}", mayNest: false),
            var nested => ParseAddress(nested, mayNest: false),
        };
}
