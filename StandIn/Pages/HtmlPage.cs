using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Primitives;

namespace StandIn.Pages;

/// <summary>A web page as extractors read it: a few <c>meta</c> elements, and data in a script.</summary>
internal static class HtmlPage
{
    public static Page Of(
        string title,
        IEnumerable<(string Property, string Content)> metas,
        ReadOnlySpan<(string Variable, ReadOnlyMemory<byte> Json)> scripts,
        StringValues videos)
    {
        var buffer = new ArrayBufferWriter<byte>(8 * 1024);
        Write(buffer, $"<!DOCTYPE html><html lang=\"en\"><head><title>{Encode(title)} - YouTube</title>");
        foreach (var (property, content) in metas)
        {
            var attribute = property.Contains(':', StringComparison.Ordinal) ? "property" : "itemprop";
            Write(buffer, $"<meta {attribute}=\"{property}\" content=\"{Encode(content)}\">");
        }

        Write(buffer, "</head><body><div id=\"player\"></div>");
        foreach (var (variable, json) in scripts)
        {
            Write(buffer, $"<script>var {variable} = ");
            WriteInScript(buffer, json.Span);
            Write(buffer, ";</script>");
        }

        Write(buffer, "</body></html>");
        return new Page(StatusCodes.Status200OK, "text/html; charset=utf-8", buffer.WrittenMemory, videos);
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

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
