using System.Globalization;
using System.Security;
using System.Text;
using Microsoft.Extensions.Primitives;
using StandIn.Videos;

namespace StandIn.Pages;

/// <summary>
/// <c>GET /api/timedtext</c> in the forms that extractors ask for by <c>fmt</c>: <c>json3</c>, <c>vtt</c>, <c>ttml</c>,
/// <c>srv1</c> (also without a form), <c>srv2</c>, <c>srv3</c> (YoutubeExplode calls it <c>3</c>). The words are
/// made up.
/// </summary>
internal static class CaptionPage
{
    private static readonly TimeSpan CueLength = TimeSpan.FromSeconds(3);

    // A minute is enough to show that cues keep their times.
    private const int MaxCues = 20;

    public static Page Answer(HttpRequest request, Catalogue catalogue)
    {
        StringValues id = request.Query["v"].ToString();
        var language = request.Query["lang"].ToString();
        var isAutomatic = request.Query["kind"] == "asr";
        if (catalogue.Find(id) is not { Details: { } details } video
            || !video.Captions.Contains(new CaptionLanguage(language, isAutomatic)))
            return Page.Text(StatusCodes.Status404NotFound, "", id);

        var cues = Cues(
            details, request.Query["tlang"].ToString() is { Length: > 0 } translated ? translated : language);
        return request.Query["fmt"].ToString() switch
        {
            "json3" => Json3(cues, id),
            "vtt" => Page.Text(200, Vtt(cues, language), id, "text/vtt; charset=utf-8"),
            "ttml" => Page.Text(200, Ttml(cues, language), id, "text/xml; charset=utf-8"),
            "srv2" => Page.Text(200, Srv2(cues), id, "text/xml; charset=utf-8"),
            "srv3" or "3" => Page.Text(200, Srv3(cues, isAutomatic), id, "text/xml; charset=utf-8"),
            _ => Page.Text(200, Srv1(cues), id, "text/xml; charset=utf-8"),
        };
    }

    private static Cue[] Cues(VideoDetails details, string language)
    {
        var count = Math.Clamp((int)(details.LengthSeconds / CueLength.TotalSeconds), 1, MaxCues);
        return
        [
            .. Enumerable.Range(0, count).Select(index => new Cue(
                CueLength * index, CueLength, $"Line {index + 1} of “{details.Title}” <{language}> & more")),
        ];
    }

    private static Page Json3(Cue[] cues, StringValues id) => Page.Json(
        json =>
        {
            json.WriteStartObject();
            json.WriteString("wireMagic", "pb3");
            json.WriteStartArray("events");
            foreach (var cue in cues)
            {
                json.WriteStartObject();
                json.WriteNumber("tStartMs", (long)cue.Start.TotalMilliseconds);
                json.WriteNumber("dDurationMs", (long)cue.Length.TotalMilliseconds);
                json.WriteStartArray("segs");
                json.WriteStartObject();
                json.WriteString("utf8", cue.Text);
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        },
        id);

    private static string Vtt(Cue[] cues, string language) => cues.Aggregate(
        new StringBuilder().Append(Invariant, $"WEBVTT\nKind: captions\nLanguage: {language}\n\n"),
        (text, cue) => text.Append(
            Invariant, $"{Clock(cue.Start)} --> {Clock(cue.End)}\n{EscapeVtt(cue.Text)}\n\n")).ToString();

    private static string EscapeVtt(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static string Ttml(Cue[] cues, string language) => Wrap(
        $"<?xml version=\"1.0\" encoding=\"utf-8\" ?><tt xml:lang=\"{language}\" xmlns=\"http://www.w3.org/ns/ttml\"><body><div>",
        cues, cue => $"<p begin=\"{Clock(cue.Start)}\" end=\"{Clock(cue.End)}\">{Xml(cue.Text)}</p>",
        "</div></body></tt>");

    private static string Srv1(Cue[] cues) => Wrap(
        "<?xml version=\"1.0\" encoding=\"utf-8\" ?><transcript>",
        cues, cue => string.Create(Invariant,
            $"<text start=\"{cue.Start.TotalSeconds}\" dur=\"{cue.Length.TotalSeconds}\">{Xml(cue.Text)}</text>"),
            "</transcript>");

    private static string Srv2(Cue[] cues) => Wrap(
        "<?xml version=\"1.0\" encoding=\"utf-8\" ?><timedtext>",
        cues, cue => string.Create(Invariant,
            $"<text t=\"{cue.Start.TotalMilliseconds}\" d=\"{cue.Length.TotalMilliseconds}\">{Xml(cue.Text)}</text>"),
            "</timedtext>");

    // Automatic captions come word by word.
    private static string Srv3(Cue[] cues, bool isAutomatic) => Wrap(
        "<?xml version=\"1.0\" encoding=\"utf-8\" ?><timedtext format=\"3\"><body>",
        cues,
        cue => string.Create(Invariant,
            $"<p t=\"{cue.Start.TotalMilliseconds}\" d=\"{cue.Length.TotalMilliseconds}\">{(isAutomatic ? Words(cue) : Xml(cue.Text))}</p>"),
        "</body></timedtext>");

    private static string Words(Cue cue) => string.Concat(cue.Text.Split(' ').Select((word, index) =>
        $"<s t=\"{index * 100}\">{(index == 0 ? "" : " ")}{Xml(word)}</s>"));

    private static string Wrap(string head, Cue[] cues, Func<Cue, string> write, string tail) =>
        head + string.Concat(cues.Select(write)) + tail;

    private static string Clock(TimeSpan time) => time.ToString(@"hh\:mm\:ss\.fff", Invariant);

    private static string Xml(string text) => SecurityElement.Escape(text);

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private readonly record struct Cue(TimeSpan Start, TimeSpan Length, string Text)
    {
        public TimeSpan End => Start + Length;
    }
}
