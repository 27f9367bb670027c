using System.Text.Json;
using Extraction.Links;
using Tests.Support;

namespace Tests.Page;

/// <summary>Runs the page's pure modules in the browser.</summary>
[Collection(PageTestGroup.Name)]
public sealed class ModuleTests(PageBrowser browser)
{
    private static readonly string[] Links =
    [
        "M4gD1WSo5mA",
        "https://www.youtube.com/watch?v=M4gD1WSo5mA&t=42s",
        "HTTPS://WWW.YOUTUBE.COM/watch?v=M4gD1WSo5mA",
        "//youtu.be/M4gD1WSo5mA?si=x",
        "https://www.youtube.com/?v=M4gD1WSo5mA",
        "https://www.youtube.com/watch/M4gD1WSo5mA",
        "youtube.com/watch?v=%4D4gD1WSo5mA#comments",
        "https://www.youtube.com/v/M4gD1WSo5mA&hl=en",
        "https://m.youtube.com/shorts/M4gD1WSo5mA",
        "https://www.youtube-nocookie.com/embed/M4gD1WSo5mA",
        "https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3DM4gD1WSo5mA%26feature%3Dshare",
        "https://www.youtube.com/embed/videoseries?list=PLBsP89CPrMeOB4Jqzsm5CTvBDDKD5RVVA",
        "https://www.youtube.com/playlist?list=PLBsP89CPrMeOB4Jqzsm5CTvBDDKD5RVVA",
        "https://www.youtube.com/playlist?list=WL",
        "https://www.youtube.com/@LofiGirl/streams",
        "https://www.youtube.com/%40%D0%BA%D0%B8%D0%BD%D0%BE",
        "https://www.youtube.com/channel/UCSJ4gkVC6NrvII8umztf0Ow",
        "https://www.youtube.com/c/ARTE",
        "https://www.youtube.com/user/a b",
        "https://www.youtube.com/embed/live_stream?channel=UCSJ4gkVC6NrvII8umztf0Ow",
        "https://www.youtube.com/feed/trending",
        "https://user@youtube.com/watch?v=M4gD1WSo5mA",
        "https://youtube.com:443/watch?v=M4gD1WSo5mA",
        "ftp://youtube.com/watch?v=M4gD1WSo5mA",
        "https://уoutube.com/watch?v=M4gD1WSo5mA",
        "https://youtube.com\\@example.com/",
        "javascript:alert(1)",
    ];

    [NeedsFact(PageBrowser.Program)]
    public async Task Links_are_checked_as_the_gateway_checks_them()
    {
        await using var app = await PageApp.StartAsync(browser);
        await app.OpenAsync();
        var random = new Random(20261121);
        var mutants = Enumerable.Range(0, 4000).Select(_ => Mutate(random, Links[random.Next(Links.Length)]));
        string[] links = [.. Links, .. mutants];

        var checkedByPage = await app.Page.EvaluateAsync<string[]>(
            """
            async (links) => {
              const { checkLink } = await import('/js/links/link-check.js');
              return links.map((link) => { const { kind, id } = checkLink(link); return `${kind} ${id ?? ''}`; });
            }
            """,
            links);

        Assert.All(
            links.Zip(checkedByPage),
            pair => Assert.Equal((pair.First, CheckedByParser(pair.First)), (pair.First, pair.Second)));
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task Events_are_parsed_however_the_stream_is_chunked()
    {
        await using var app = await PageApp.StartAsync(browser);
        await app.OpenAsync();

        var events = await app.Page.EvaluateAsync<JsonElement>(
            """
            async () => {
              const { eventParser } = await import('/js/event-parser.js');
              const stream = ': beat\n\nid: 1.2\nevent: job\ndata: {"a":1}\n\n'
                + 'event: counts\r\ndata: one\r\ndata:two\r\n\r\nid: 3\n\n';
              const read = (size) => {
                const events = [];
                const parse = eventParser((event) => events.push(event));
                for (let at = 0; at < stream.length; at += size) parse(stream.slice(at, at + size));
                return JSON.stringify(events);
              };
              return [1, 2, 3, 5, 8, 1000].map(read);
            }
            """);

        const string Expected =
            """[{"id":"1.2","name":"job","data":"{\"a\":1}"},{"name":"counts","data":"one\ntwo"}]""";
        Assert.All(events.EnumerateArray(), read => Assert.Equal(Expected, read.GetString()));
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task Both_languages_have_the_same_texts()
    {
        await using var app = await PageApp.StartAsync(browser);
        await app.OpenAsync();

        var names = await app.Page.EvaluateAsync<string[][]>(
            """
            async () => {
              const { en } = await import('/js/i18n/en.js');
              const { ko } = await import('/js/i18n/ko.js');
              return [en, ko].map((texts) => Object.keys(texts).sort());
            }
            """);

        Assert.Equal(names[0], names[1]);
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task Pasted_links_are_split_into_requests_that_fit()
    {
        await using var app = await PageApp.StartAsync(browser);
        await app.OpenAsync();

        var sizes = await app.Page.EvaluateAsync<int[][]>(
            """
            async () => {
              const { inRequests } = await import('/js/links/draft.js');
              const linksOf = (count, length) => Array(count).fill('x'.repeat(length));
              const of = (count, length) => inRequests(linksOf(count, length)).map((links) => links.length);
              return [of(0, 11), of(1, 11), of(10000, 43), of(25000, 11), of(1000, 2048)];
            }
            """);

        Assert.Equal([], sizes[0]);
        Assert.Equal([1], sizes[1]);
        Assert.Equal([10_000], sizes[2]);
        Assert.Equal([10_000, 10_000, 5_000], sizes[3]);
        Assert.Equal(1000, sizes[4].Sum());
        Assert.All(sizes[4], size => Assert.True(size * 2048 < 1024 * 1024));
    }

    private static string CheckedByParser(string link) => LinkParser.Parse(link) switch
    {
        ParsedLink.Video video => $"video {video.Id}",
        ParsedLink.Playlist playlist => $"playlist {playlist.Id}",
        ParsedLink.Channel channel => $"channel {channel.Address.Name}",
        _ => "invalid ",
    };

    /// <summary>Removes, doubles, or inserts a few characters.</summary>
    private static string Mutate(Random random, string link)
    {
        const string Characters = "/?&=#:@%.-_ aZ9\\";
        for (var edits = random.Next(1, 4); edits > 0 && link.Length > 1; edits--)
        {
            var at = random.Next(link.Length);
            link = random.Next(3) switch
            {
                0 => link.Remove(at, 1),
                1 => link.Insert(at, link[at].ToString()),
                _ => link.Insert(at, Characters[random.Next(Characters.Length)].ToString()),
            };
        }

        return link;
    }
}
