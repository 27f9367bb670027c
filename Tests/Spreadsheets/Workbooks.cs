using System.IO.Compression;
using System.Text;

namespace Tests.Spreadsheets;

/// <summary>
/// Builds workbooks part by part, as other programs or an attacker would write them.
/// </summary>
internal static class Workbooks
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <param name="sheetData">Contents of <c>sheetData</c> in the first sheet.</param>
    /// <param name="sharedStrings">Contents of <c>sst</c>.</param>
    /// <param name="workbookProperties">XML before the sheets.</param>
    /// <param name="sheets">The list of sheets; the data of the first one is the first part.</param>
    /// <param name="extra">Additional parts.</param>
    public static byte[] Make(
        string sheetData,
        string? sharedStrings = null,
        string workbookProperties = "",
        string sheets = """<sheet name="one" sheetId="1" r:id="rId1"/>""",
        params (string Path, string Content)[] extra)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "_rels/.rels", Relations(("rId1", "officeDocument", "/xl/workbook.xml")));
            Add(zip, "xl/workbook.xml", $"""
                <workbook xmlns="{Main}" xmlns:r="{Office}">{workbookProperties}<sheets>{sheets}</sheets></workbook>
                """);
            Add(zip, "xl/_rels/workbook.xml.rels", Relations(
                ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml"),
                ("rId3", "styles", "styles.xml"), ("rId4", "sharedStrings", "sharedStrings.xml")));
            Add(zip, "xl/styles.xml", $"""
                <styleSheet xmlns="{Main}"><numFmts>
                <numFmt numFmtId="164" formatCode="yyyy&quot;년&quot; m&quot;월&quot; d&quot;일&quot;"/>
                <numFmt numFmtId="165" formatCode="0.0&quot; days&quot;"/></numFmts>
                <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>
                <xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/><xf numFmtId="21"/></cellXfs></styleSheet>
                """);
            Add(zip, "xl/worksheets/sheet1.xml", Sheet(sheetData));
            if (sharedStrings is not null)
                Add(zip, "xl/sharedStrings.xml", $"""<sst xmlns="{Main}">{sharedStrings}</sst>""");
            foreach (var (path, content) in extra)
                Add(zip, path, content);
        }

        return file.ToArray();
    }

    /// <summary>Builds an archive of nothing but these parts.</summary>
    public static byte[] MakeParts(params (string Path, string Content)[] parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in parts)
                Add(zip, path, content);
        }

        return file.ToArray();
    }

    public static string Sheet(string sheetData) =>
        $"""<worksheet xmlns="{Main}"><sheetData>{sheetData}</sheetData></worksheet>""";

    /// <summary>Builds a workbook whose first sheet starts as given and repeats a filler up to a size.</summary>
    public static byte[] MakeLarge(string start, string filler, long fillerBytes, string end)
    {
        using var file = new MemoryStream();
        file.Write(Make(""));
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry("xl/worksheets/sheet1.xml")!.Delete();
            using var part = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.SmallestSize).Open();
            part.Write(Encoding.UTF8.GetBytes($"""<worksheet xmlns="{Main}"><sheetData>{start}"""));
            var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(filler, 64 * 1024 / filler.Length)));
            for (var left = fillerBytes; left > 0; left -= block.Length)
                part.Write(block);
            part.Write(Encoding.UTF8.GetBytes(end + "</sheetData></worksheet>"));
        }

        return file.ToArray();
    }

    private static string Relations(params (string Id, string Kind, string Target)[] relations) =>
        $"""
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        {string.Concat(relations.Select(Relation))}</Relationships>
        """;

    private static string Relation((string Id, string Kind, string Target) relation) =>
        $"""<Relationship Id="{relation.Id}" Type="{Office}/{relation.Kind}" Target="{relation.Target}"/>""";

    private static void Add(ZipArchive zip, string path, string content)
    {
        using var part = zip.CreateEntry(path).Open();
        part.Write(Encoding.UTF8.GetBytes(content));
    }
}
