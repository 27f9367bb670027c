namespace Extraction.Links;

/// <summary>Parses every form of a YouTube address, and bare video IDs. Pure.</summary>
public static class LinkParser
{
    /// <summary>
    /// Maximum length of a link, in characters; real links with all their tracking parameters are much shorter.
    /// </summary>
    public const int MaxLength = 2048;

    private const string WrongId =
        "The video ID in this link is not valid: a video ID has 11 characters of A-Z, a-z, 0-9, - and _; "
        + "copy the whole link again.";

    private const string NoVideo =
        "This YouTube address does not name a video, playlist, or channel: open the video and copy its link.";

    private const string WrongPlaylist =
        "The playlist in this link is private, or its ID is incomplete: copy the link of a public playlist.";

    private const string WrongChannel =
        "The channel in this link is not valid: copy the link of the channel's page, "
        + "such as https://www.youtube.com/@name.";

    /// <summary>Parses a link. Never throws: <see cref="ParsedLink.Refused"/> has the reason.</summary>
    public static ParsedLink Parse(string? text)
    {
        var link = text?.Trim() ?? "";
        if (link.Length == 0)
            return new ParsedLink.Refused("The link is empty: use a YouTube link, or a video ID of 11 characters.");
        if (link.Length > MaxLength)
            return new ParsedLink.Refused($"The link has more than {MaxLength} characters: copy it again.");
        if (link.Any(c => c == '\\' || char.IsWhiteSpace(c) || char.IsControl(c)))
            return new ParsedLink.Refused(
                "The link contains a space, a line break, or a backslash: put one link on each line.");
        return VideoId.TryParse(link, out var id) ? new ParsedLink.Video(id) : ParseAddress(link, mayNest: true);
    }

    private static ParsedLink ParseAddress(string link, bool mayNest)
    {
        var (address, why) = YouTubeAddress.Read(link);
        if (address is null)
            return new ParsedLink.Refused(why!);
        if (address.IsShort)
            return address.Path is [var id, ..] ? Video(id) : new ParsedLink.Refused(NoVideo);

        // The root accepts the parameters of a watch address.
        var first = address.Path is [var segment, ..] ? segment : "watch";
        var next = address.Path is [_, var second, ..] ? second : null;
        return first.ToLowerInvariant() switch
        {
            "watch" when address.Query.TryGetValue("v", out var v) => Video(v),
            "watch" when next is not null => Video(next),
            "watch" or "playlist" => Playlist(address),
            "attribution_link" when mayNest => Attributed(address),

            // These two have the form of an ID, but are not IDs.
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
    /// Parses a video ID. In the Flash player's addresses (<c>/v/ID&amp;hl=en</c>), parameters follow without a
    /// question mark.
    /// </summary>
    private static ParsedLink Video(string text) =>
        VideoId.TryParse(text.Split('&', 2)[0], out var id)
            ? new ParsedLink.Video(id)
            : new ParsedLink.Refused(WrongId);

    /// <summary>
    /// Parses <c>/attribution_link?u=</c>, which contains the real address, usually as a path. Nested ones are refused.
    /// </summary>
    private static ParsedLink Attributed(YouTubeAddress address) =>
        address.Query.GetValueOrDefault("u") switch
        {
            null or "" => new ParsedLink.Refused(NoVideo),
            ['/', not '/', ..] path => ParseAddress($"https://www.youtube.com{path}", mayNest: false),
            var nested => ParseAddress(nested, mayNest: false),
        };
}
