using System.IO.Compression;
using System.Security;
using System.Text;

namespace Tables.Xlsx;

/// <summary>Writes the parts of a workbook that do not depend on its rows.</summary>
/// <remarks>
/// ECMA-376 part 1: the package (9.2), SpreadsheetML (18). The order of the styles matches <see cref="XlsxCells"/>.
/// </remarks>
internal static class XlsxParts
{
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    private const string Styles =
        $"""
        <styleSheet xmlns="{Main}"><numFmts count="3">
        <numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/>
        <numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/>
        <numFmt numFmtId="166" formatCode="hh:mm:ss"/></numFmts>
        <fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
        <font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
        <fills count="2"><fill><patternFill patternType="none"/></fill>
        <fill><patternFill patternType="gray125"/></fill></fills>
        <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
        <cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
        <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
        <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
        """;

    /// <summary>Returns the XML before the rows of the first sheet; its title and header stay visible.</summary>
    public static string SheetStart(int frozenRows) =>
        $"""
        {Declaration}<worksheet xmlns="{Main}"><sheetViews><sheetView workbookViewId="0">
        <pane ySplit="{frozenRows}" topLeftCell="A{frozenRows + 1}" activePane="bottomLeft" state="frozen"/>
        </sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><sheetData>
        """;

    public static string SheetEnd => "</sheetData></worksheet>";

    public static void Write(ZipArchive archive, XlsxLayout layout)
    {
        var notes = layout.Notes.Count > 0;
        Add(archive, "[Content_Types].xml",
            $"""
            <Types xmlns="{Package}/content-types">
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Default Extension="xml" ContentType="application/xml"/>
            <Override PartName="/xl/workbook.xml" ContentType="{Spreadsheet}.sheet.main+xml"/>
            <Override PartName="/xl/styles.xml" ContentType="{Spreadsheet}.styles+xml"/>
            {SheetType(1)}{(notes ? SheetType(2) : "")}</Types>
            """);
        Add(archive, "_rels/.rels",
            $"""
            <Relationships xmlns="{Package}/relationships">
            <Relationship Id="rId1" Type="{Relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """);
        Add(archive, "xl/workbook.xml",
            $"""
            <workbook xmlns="{Main}" xmlns:r="{Relation}">
            <sheets>{Sheet(layout.SafeSheetName, 1)}{(notes ? Sheet(NotesName(layout), 2) : "")}</sheets></workbook>
            """);
        Add(archive, "xl/_rels/workbook.xml.rels",
            $"""
            <Relationships xmlns="{Package}/relationships">{SheetRelation(1)}{(notes ? SheetRelation(2) : "")}
            <Relationship Id="rId3" Type="{Relation}/styles" Target="styles.xml"/></Relationships>
            """);
        Add(archive, "xl/styles.xml", Styles);
        if (notes)
            Add(archive, "xl/worksheets/sheet2.xml", NotesSheet(layout.Notes));
    }

    private static string NotesName(XlsxLayout layout) =>
        layout.SafeSheetName.Equals("notes", StringComparison.OrdinalIgnoreCase) ? "notes 2" : "notes";

    private static string NotesSheet(IReadOnlyList<string> notes)
    {
        var rows = notes.Select((note, i) => NotesRow(i + 1, SecurityElement.Escape(note)));
        return $"""<worksheet xmlns="{Main}"><sheetData>{string.Concat(rows)}</sheetData></worksheet>""";
    }

    private static string NotesRow(int number, string note) =>
        $"""<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{note}</t></is></c></row>""";

    private static string Sheet(string name, int number) =>
        $"""<sheet name="{SecurityElement.Escape(name)}" sheetId="{number}" r:id="rId{number}"/>""";

    private static string SheetType(int number) =>
        $"""<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{Spreadsheet}.worksheet+xml"/>""";

    private static string SheetRelation(int number) =>
        $"""<Relationship Id="rId{number}" Type="{Relation}/worksheet" Target="worksheets/sheet{number}.xml"/>""";

    private static void Add(ZipArchive archive, string path, string xml)
    {
        using var part = archive.CreateEntry(path, CompressionLevel.Fastest).Open();
        part.Write(Encoding.UTF8.GetBytes(Declaration + xml));
    }
}
