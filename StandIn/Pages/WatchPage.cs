using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using StandIn.Videos;

namespace StandIn.Pages;

/// <summary><c>GET /watch</c>: as much of the page as extractors read. A video that cannot be had has no <c>og:url</c>.</summary>
internal static class WatchPage
{
    public static Page Answer(HttpRequest request, Catalogue catalogue)
    {
        var id = request.Query["v"].ToString();
        var video = catalogue.Find(id);
        var buffer = new ArrayBufferWriter<byte>(8 * 1024);
        Write(buffer, $"<!DOCTYPE html><html lang=\"en\"><head><title>{Html(video?.Details?.Title ?? "")} - YouTube</title>");
        if (video?.Details is { } details)
            WriteMeta(buffer, id, details);
        Write(buffer, "</head><body><div id=\"player\"></div><script>var ytInitialPlayerResponse = ");
        WriteInScript(buffer, PlayerPage.Of(video).Span);
        Write(buffer, ";</script><script>var ytInitialData = {\"contents\":{\"twoColumnWatchNextResults\":{\"results\":{}}}");
        if (video?.Details?.Likes is { } likes)
            Write(buffer, $",\"accessibilityText\":\"{likes} likes\"");
        Write(buffer, "};</script></body></html>");
        return new Page(StatusCodes.Status200OK, "text/html; charset=utf-8", buffer.WrittenMemory, id);
    }

    private static void WriteMeta(ArrayBufferWriter<byte> buffer, string id, VideoDetails details)
    {
        Write(buffer, $"<meta property=\"og:url\" content=\"https://www.youtube.com/watch?v={id}\">");
        Write(buffer, $"<meta property=\"og:title\" content=\"{Html(details.Title)}\">");
        if (details.UploadDate is { } uploaded)
            Write(buffer, $"<meta itemprop=\"uploadDate\" content=\"{uploaded}\">");
    }

    // "<" would end the script element where a text holds "</script>".
    private static void WriteInScript(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> json)
    {
        int at;
        while ((at = json.IndexOf((byte)'<')) >= 0)
        {
            buffer.Write(json[..at]);
            buffer.Write("\\u003c"u8);
            json = json[(at + 1)..];
        }

        buffer.Write(json);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, string text) => Encoding.UTF8.GetBytes(text, buffer);

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}
