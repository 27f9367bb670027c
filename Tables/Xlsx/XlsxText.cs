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

        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "rPh")
                Skip(xml);
            else if (xml.LocalName == "t")
                ReadValue(xml, into, bounds, row, column);
        }

        Unescape(into);
    }

    /// <summary>Appends the text of the current element and leaves the reader at its end.</summary>
    public static void ReadValue(XmlReader xml, StringBuilder into, SpreadsheetBounds bounds, long row, int column)
    {
        if (xml.IsEmptyElement)
            return;

        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
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

    private static void Skip(XmlReader xml)
    {
        if (xml.IsEmptyElement)
            return;
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            // Skips to the end of the element.
        }
    }

    internal static void Unescape(StringBuilder text)
    {
        const int escapeLength = 7;
        for (var i = 0; i + escapeLength <= text.Length; i++)
        {
            if (text[i] != '_' || text[i + 1] != 'x' || text[i + 6] != '_')
                continue;

            Span<char> digits = [text[i + 2], text[i + 3], text[i + 4], text[i + 5]];
            if (!ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                continue;
            text.Remove(i, escapeLength).Insert(i, code == 0 ? '\uFFFD' : (char)code);
        }
    }
}
