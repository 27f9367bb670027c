using System.Xml;

namespace Tables.Xlsx;

/// <summary>Reads the nodes of a part.</summary>
internal static class XlsxNodes
{
    /// <summary>Moves to the next node; the XML reader keeps every open element, so their number is bounded.</summary>
    /// <exception cref="BadSpreadsheetException">Elements are nested too deep.</exception>
    public static bool ReadNode(this XmlReader xml, SpreadsheetBounds bounds)
    {
        if (!xml.Read())
            return false;
        return xml.Depth <= bounds.MaxDepth
            ? true
            : throw new BadSpreadsheetException(
                "The parts of the workbook are nested too deep for a workbook: open it in a spreadsheet program and "
                + "save it again.");
    }
}
