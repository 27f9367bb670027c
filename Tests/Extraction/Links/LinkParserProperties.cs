using Extraction.Links;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Extraction.Links;

public sealed class LinkParserProperties
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(500)
        .WithReplay(new Replay(new Rnd(2026, 11), null));

    private static readonly string[] Pieces =
    [
        "https", "http", "://", "//", "/", "?", "&", "=", "#", "@", ":", "%", "%2F", ".", " ", "\\", "\0", "é",
        "youtube.com", "www.", "youtu.be", "watch", "v", "list", "shorts", "attribution_link", "u", "M4gD1WSo5mA",
        "PLBsP89CPrMeOB4Jqzsm5CTv", "evil.example",
    ];

    private static readonly Gen<string> Ids =
        Gen.Elements("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".ToCharArray())
            .ArrayOf(VideoId.Length).Select(letters => new string(letters));

    private static readonly Gen<Func<string, string>> Forms = Gen.Elements<Func<string, string>>(
        id => id,
        id => $"youtube.com/watch?v={id}",
        id => $"HTTPS://Www.YouTube.Com/watch?list=WL&v={id}",
        id => $"http://m.youtube.com/watch?v={id}&t=1m2s#x",
        id => $"https://YOUTU.BE/{id}?si=share",
        id => $"https://www.youtube.com/shorts/{id}",
        id => $"https://www.youtube.com/live/{id}?feature=share",
        id => $"https://www.youtube-nocookie.com/v/{id}",
        id => $"https://music.youtube.com/watch?v={id}&list=RDAMVM{id}",
        id => $"https://www.youtube.com/attribution_link?u={Uri.EscapeDataString($"/watch?v={id}&x=y")}");

    [Fact]
    public void Every_id_survives_every_form()
    {
        var links = Ids.SelectMany(id => Forms.Select(form => (Id: id, Link: form(id))));

        Check.One(Seeded, Prop.ForAll(
            Arb.From(links), sample => LinkParser.Parse(sample.Link) == new ParsedLink.Video(
                VideoId.Parse(sample.Id))));
    }

    [Fact]
    public void No_text_makes_the_parser_throw_and_every_refusal_is_a_sentence()
    {
        var texts = Gen.Elements(Pieces).ListOf().Select(string.Concat);

        Check.One(Seeded, Prop.ForAll(
            Arb.From(texts),
            text => LinkParser.Parse(text) is not ParsedLink.Refused(var reason) || (
                reason.EndsWith('.') && char.IsUpper(reason[0]))));
    }

    [Fact]
    public void A_host_that_is_not_on_the_list_is_never_accepted()
    {
        var hosts = Gen.Elements("youtube.com", "youtu.be", "www.youtube.com").SelectMany(host => Gen.Elements(
            $"x{host}", $"{host}.evil.example", $"{host}@evil.example", $"evil.example/{host}", $"evil.example#{host}",
            $"evil.example?{host}", $"{host}:80", $"{host}.", host.Replace('o', '0'), $"a.{host}"));

        Check.One(Seeded, Prop.ForAll(
            Arb.From(hosts.SelectMany(host => Ids.Select(id => $"https://{host}/watch?v={id}"))),
            link => LinkParser.Parse(link) is ParsedLink.Refused));
    }
}
