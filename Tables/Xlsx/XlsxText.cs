using System.Globalization;
using System.Text;
using System.Xml;

namespace Tables.Xlsx;

/// <summary>
/// Reads texts of workbooks, which consist of formatted runs and escape invalid XML characters as <c>_x000D_</c>.
/// </summary>
internal static class XlsxText
{
    /// <summary>Appends the <c>t</c> elements inside the current element, except those of phonetic runs.</summary>
    public static void Read(XmlReader xml, StringBuilder into, SpreadsheetBounds bounds, long row, int column)
    {
        if (xml.IsEmptyElement)
            return;

        var start = into.Length;
        var depth = xml.Depth;
        while (xml.ReadNode(bounds) && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "rPh")
                Skip(xml, bounds);
            else if (xml.LocalName == "t")
                ReadValue(xml, into, bounds, row, column);
        }

        Unescape(into, start);
    }

    /// <summary>Appends the text of the current element and leaves the reader at its end.</summary>
    public static void ReadValue(XmlReader xml, StringBuilder into, SpreadsheetBounds bounds, long row, int column)
    {
        if (xml.IsEmptyElement)
            return;

        var depth = xml.Depth;
        while (xml.ReadNode(bounds) && xml.Depth > depth)
        {
            if (xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA
                or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace))
            {
                continue;
            }

            if (into.Length + xml.Value.Length > bounds.MaxCellCharacters * 7L)
                throw bounds.CellTooLong(row, column);
            into.Append(xml.Value);
        }
    }

    private static void Skip(XmlReader xml, SpreadsheetBounds bounds)
    {
        if (xml.IsEmptyElement)
            return;
        var depth = xml.Depth;
        while (xml.ReadNode(bounds) && xml.Depth > depth)
        {
            // Skips to the end of the element.
        }
    }

    /// <summary>Replaces the escapes from a position on, in one pass.</summary>
    internal static void Unescape(StringBuilder text, int start = 0)
    {
        const int escapeLength = 7;
        if (text.Length - start < escapeLength)
            return;
        var escaped = text.ToString(start, text.Length - start);
        if (!escaped.Contains("_x", StringComparison.Ordinal))
            return;

        text.Length = start;
        var rest = escaped.AsSpan();
        while (rest.IndexOf("_x") is var at and >= 0)
        {
            if (at + escapeLength <= rest.Length && rest[at + 6] == '_'
                && ushort.TryParse(
                    rest.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text.Append(rest[..at]).Append(code == 0 ? '\uFFFD' : (char)code);
                rest = rest[(at + escapeLength)..];
            }
            else
            {
                text.Append(rest[..(at + 1)]);
                rest = rest[(at + 1)..];
            }
        }

        text.Append(rest);
    }
}
