using System.Text;

namespace Gateway.Api.Links;

/// <summary>Reads plain text, one link a line; blank lines are nothing. Pure.</summary>
internal static class LinksTextReader
{
    public static LinksInput Read(ReadOnlySpan<byte> body)
    {
        var links = new List<string>();
        foreach (var range in body.SplitAny("\r\n"u8))
        {
            var line = body[range].Trim(" \t"u8);
            if (line.Length > 0)
                links.Add(Encoding.UTF8.GetString(line));
        }

        return new LinksInput(links, MaxAge: null);
    }
}
