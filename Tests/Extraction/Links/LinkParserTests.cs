using Extraction.Links;

namespace Tests.Extraction.Links;

public sealed class LinkParserTests
{
    [Theory]
    [InlineData("M4gD1WSo5mA", "M4gD1WSo5mA")]
    [InlineData("-_aAzZ09-_b", "-_aAzZ09-_b")]
    [InlineData("  M4gD1WSo5mA\r\n", "M4gD1WSo5mA")]
    [InlineData("https://www.youtube.com/watch?v=M4gD1WSo5mA", "M4gD1WSo5mA")]
    [InlineData("http://youtube.com/watch?v=M4gD1WSo5mA", "M4gD1WSo5mA")]
    [InlineData("HTTPS://WWW.YOUTUBE.COM/watch?v=M4gD1WSo5mA", "M4gD1WSo5mA")]
    [InlineData("//www.youtube.com/embed/M4gD1WSo5mA", "M4gD1WSo5mA")]
    [InlineData("youtube.com/watch?v=M4gD1WSo5mA&t=42s", "M4gD1WSo5mA")]
    [InlineData("www.youtube.com/watch?app=desktop&v=M4gD1WSo5mA&pp=ygUEdGVzdA%3D%3D", "M4gD1WSo5mA")]
    [InlineData("https://www.youtube.com/watch?v=M4gD1WSo5mA&list=PLBsP89CPrMeOB4Jqzsm5CTvBDDKD5RVVA&index=3",
        "M4gD1WSo5mA")]
    [InlineData("https://www.youtube.com/watch/M4gD1WSo5mA", "M4gD1WSo5mA")]
    [InlineData("https://www.youtube.com/?v=M4gD1WSo5mA", "M4gD1WSo5mA")]
    [InlineData("https://www.youtube.com/watch?v=%4D4gD1WSo5mA#comments", "M4gD1WSo5mA")]
    [InlineData("https://youtu.be/M4gD1WSo5mA", "M4gD1WSo5mA")]
    [InlineData("youtu.be/M4gD1WSo5mA?si=abcdef&t=10", "M4gD1WSo5mA")]
    [InlineData("www.youtu.be/M4gD1WSo5mA/", "M4gD1WSo5mA")]
    [InlineData("https://www.youtube.com/shorts/M4gD1WSo5mA?feature=share", "M4gD1WSo5mA")]
    [InlineData("https://www.youtube.com/live/M4gD1WSo5mA?si=x", "M4gD1WSo5mA")]
    [InlineData("https://www.youtube.com/embed/M4gD1WSo5mA?start=5", "M4gD1WSo5mA")]
    [InlineData("https://www.youtube.com/v/M4gD1WSo5mA&hl=en", "M4gD1WSo5mA")]
    [InlineData("https://www.youtube.com/e/M4gD1WSo5mA", "M4gD1WSo5mA")]
    [InlineData("https://m.youtube.com/watch?v=M4gD1WSo5mA", "M4gD1WSo5mA")]
    [InlineData("https://music.youtube.com/watch?v=M4gD1WSo5mA&list=RDAMVMM4gD1WSo5mA", "M4gD1WSo5mA")]
    [InlineData("https://www.youtube-nocookie.com/embed/M4gD1WSo5mA?rel=0", "M4gD1WSo5mA")]
    [InlineData("youtube-nocookie.com/embed/M4gD1WSo5mA", "M4gD1WSo5mA")]
    [InlineData("https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3DM4gD1WSo5mA%26feature%3Dshare",
        "M4gD1WSo5mA")]
    [InlineData("https://www.youtube.com/attribution_link?u=https%3A%2F%2Fyoutu.be%2FM4gD1WSo5mA", "M4gD1WSo5mA")]
    public void Every_form_of_a_video_address_yields_its_id(string link, string id)
    {
        var parsed = LinkParser.Parse(link);

        Assert.Equal(new ParsedLink.Video(VideoId.Parse(id)), parsed);
    }

    [Theory]
    [InlineData("https://www.youtube.com/playlist?list=PLBsP89CPrMeOB4Jqzsm5CTvBDDKD5RVVA")]
    [InlineData("music.youtube.com/playlist?list=PLBsP89CPrMeOB4Jqzsm5CTvBDDKD5RVVA&si=x")]
    [InlineData("https://www.youtube.com/watch?list=PLBsP89CPrMeOB4Jqzsm5CTvBDDKD5RVVA")]
    [InlineData("https://www.youtube.com/embed/videoseries?list=PLBsP89CPrMeOB4Jqzsm5CTvBDDKD5RVVA")]
    public void A_playlist_is_recognized(string link)
    {
        var parsed = LinkParser.Parse(link);

        Assert.Equal(new ParsedLink.Playlist(PlaylistId.Parse("PLBsP89CPrMeOB4Jqzsm5CTvBDDKD5RVVA")), parsed);
    }

    [Theory]
    [InlineData("https://www.youtube.com/channel/UCSJ4gkVC6NrvII8umztf0Ow/videos", "/channel/UCSJ4gkVC6NrvII8umztf0Ow")]
    [InlineData("youtube.com/@LofiGirl", "/@LofiGirl")]
    [InlineData("https://www.youtube.com/@LofiGirl/streams?view=0", "/@LofiGirl")]
    [InlineData("https://www.youtube.com/%40%D0%BA%D0%B8%D0%BD%D0%BE", "/@%D0%BA%D0%B8%D0%BD%D0%BE")]
    [InlineData("https://www.youtube.com/user/NoCopyrightSounds", "/user/NoCopyrightSounds")]
    [InlineData("https://www.youtube.com/c/ARTE", "/c/ARTE")]
    [InlineData("https://www.youtube.com/embed/live_stream?channel=UCSJ4gkVC6NrvII8umztf0Ow",
        "/channel/UCSJ4gkVC6NrvII8umztf0Ow")]
    public void A_channel_is_recognized(string link, string path)
    {
        var channel = Assert.IsType<ParsedLink.Channel>(LinkParser.Parse(link));

        Assert.Equal(path, channel.Address.Path);
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData(" \t\r\n", "empty")]
    [InlineData("M4gD1WSo5m", "Not a YouTube address")]
    [InlineData("M4gD1WSo5mAA", "Not a YouTube address")]
    [InlineData("M4gD1WSo5m!", "Not a YouTube address")]
    [InlineData("https://example.com/watch?v=M4gD1WSo5mA", "Not a YouTube address")]
    [InlineData("https://youtube.com.example.com/watch?v=M4gD1WSo5mA", "Not a YouTube address")]
    [InlineData("https://notyoutube.com/watch?v=M4gD1WSo5mA", "Not a YouTube address")]
    [InlineData("https://youtu.be.example/M4gD1WSo5mA", "Not a YouTube address")]
    [InlineData("https://уoutube.com/watch?v=M4gD1WSo5mA", "Not a YouTube address")]
    [InlineData("https://youtube.com./watch?v=M4gD1WSo5mA", "Not a YouTube address")]
    [InlineData("https://example.com/https://youtu.be/M4gD1WSo5mA", "Not a YouTube address")]
    [InlineData("https://example.com?https://youtube.com/watch?v=M4gD1WSo5mA", "Not a YouTube address")]
    [InlineData("https:///watch?v=M4gD1WSo5mA", "Not a YouTube address")]
    [InlineData("https://youtube.com@example.com/watch?v=M4gD1WSo5mA", "user name")]
    [InlineData("https://user:secret@youtube.com/watch?v=M4gD1WSo5mA", "user name")]
    [InlineData("https://youtube.com:8080/watch?v=M4gD1WSo5mA", "port")]
    [InlineData("javascript:alert(1)", "port or an unknown scheme")]
    [InlineData("ftp://youtube.com/watch?v=M4gD1WSo5mA", "http and https")]
    [InlineData("file:///youtube.com/watch?v=M4gD1WSo5mA", "http and https")]
    [InlineData(@"https:\\youtube.com\watch?v=M4gD1WSo5mA", "backslash")]
    [InlineData("https://youtu.be/M4gD1WSo5mA https://youtu.be/cJ9to6EmElQ", "one link on each line")]
    [InlineData("https://youtu.be/M4gD1WSo5mA\0", "one link on each line")]
    [InlineData("https://www.youtube.com/watch?v=M4gD1WSo5m", "11 characters")]
    [InlineData("https://www.youtube.com/watch?v=M4gD1WSo5mAx", "11 characters")]
    [InlineData("https://www.youtube.com/watch?v=", "11 characters")]
    [InlineData("https://www.youtube.com/watch?v=M4gD1WSo5m%00", "11 characters")]
    [InlineData("https://youtu.be/M4gD1WSo5m", "11 characters")]
    [InlineData("https://www.youtube.com/shorts/", "11 characters")]
    [InlineData("https://youtu.be/", "does not name a video")]
    [InlineData("https://www.youtube.com/", "does not name a video")]
    [InlineData("https://www.youtube.com/watch?V=M4gD1WSo5mA", "does not name a video")]
    [InlineData("https://www.youtube.com/feed/trending", "does not name a video")]
    [InlineData("https://www.youtube.com/results?search_query=M4gD1WSo5mA", "does not name a video")]
    [InlineData("https://www.youtube.com/attribution_link?a=x", "does not name a video")]
    [InlineData("https://www.youtube.com/attribution_link?u=https%3A%2F%2Fexample.com%2FM4gD1WSo5mA",
        "Not a YouTube address")]
    [InlineData("https://www.youtube.com/attribution_link?u=%2F%2Fexample.com%2FM4gD1WSo5mA", "Not a YouTube address")]
    [InlineData("https://www.youtube.com/attribution_link?u=%2Fattribution_link%3Fu%3D%252Fwatch%253Fv%253DM4gD1WSo5mA",
        "does not name a video")]
    [InlineData("https://www.youtube.com/playlist?list=WL", "playlist")]
    [InlineData("https://www.youtube.com/channel/UCtooShort", "channel")]
    [InlineData("https://www.youtube.com/@", "channel")]
    [InlineData("https://www.youtube.com/@a%2F..%2Fb", "channel")]
    public void Anything_else_is_refused_with_a_sentence(string? link, string part)
    {
        var refused = Assert.IsType<ParsedLink.Refused>(LinkParser.Parse(link));

        Assert.Contains(part, refused.Reason, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_above_the_maximum_length_is_refused()
    {
        var link = "https://www.youtube.com/watch?v=M4gD1WSo5mA&x=".PadRight(LinkParser.MaxLength + 1, 'x');

        Assert.IsType<ParsedLink.Video>(LinkParser.Parse(link[..LinkParser.MaxLength]));
        Assert.IsType<ParsedLink.Refused>(LinkParser.Parse(link));
    }
}
