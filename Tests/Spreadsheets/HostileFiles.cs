using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Tests.Spreadsheets;

/// <summary>Generates small files that cost a careless reader far more than their size.</summary>
internal static class HostileFiles
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Row = "<row><c><v>1</v></c></row>";

    /// <summary>A workbook whose sheets all name the last of many relations.</summary>
    public static byte[] SheetsTimesRelations(int sheets, int relations) => Workbooks.MakeParts(
        ("_rels/.rels", Relations("""<Relationship Id="a" Type="/officeDocument" Target="xl/workbook.xml"/>""")),
        ("xl/workbook.xml",
            $"""<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets>"""
            + Repeat($"""<sheet name="s" r:id="r{relations - 1}"/>""", sheets) + "</sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels",
            Relations(string.Concat(Enumerable.Range(0, relations).Select(
                i => string.Create(
                    CultureInfo.InvariantCulture, $"""<Relationship Id="r{i}" Type="/worksheet" Target="s.xml"/>"""))))),
        ("xl/s.xml", Workbooks.Sheet(Row)));

    /// <summary>Rows with a value in the first and in the last column of a sheet.</summary>
    public static byte[] DistantCells(int rows, string lastColumn = "XFD") => Workbooks.Make(string.Concat(
        Enumerable.Range(1, rows).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"""<row r="{row}"><c r="A{row}"><v>1</v></c><c r="{lastColumn}{row}"><v>1</v></c></row>"""))));

    /// <summary>Elements inside elements, as deep as the bytes allow.</summary>
    public static byte[] Nested(int depth) =>
        Workbooks.MakeLarge("<row>", "<a>", depth * 3L, Row);

    /// <summary>An archive whose directory of very many entries is named only by its 64-bit record.</summary>
    public static byte[] HugeDirectory(int entries)
    {
        using var file = new MemoryStream();
        file.Write("PK\x03\x04"u8);
        file.Write(new byte[26]);
        var start = file.Length;
        var entry = new byte[47];
        "PK\x01\x02"u8.CopyTo(entry);
        entry[28] = 1;
        entry[46] = (byte)'a';
        for (var i = 0; i < entries; i++)
            file.Write(entry);

        var end = file.Length;
        var record = new byte[56 + 20 + 22];
        "PK\x06\x06"u8.CopyTo(record);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(4), 44);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(24), entries);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(32), entries);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(40), end - start);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(48), start);
        "PK\x06\x07"u8.CopyTo(record.AsSpan(56));
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(56 + 8), end);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(56 + 16), 1);

        // The entries of the record that every archive has are few, and its offset says to read the other one.
        "PK\x05\x06"u8.CopyTo(record.AsSpan(76));
        BinaryPrimitives.WriteInt16LittleEndian(record.AsSpan(76 + 8), 1);
        BinaryPrimitives.WriteInt16LittleEndian(record.AsSpan(76 + 10), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(76 + 16), uint.MaxValue);
        file.Write(record);
        return file.ToArray();
    }

    /// <summary>A workbook with very many shared texts, all of them empty.</summary>
    public static byte[] EmptySharedStrings(int count)
    {
        using var file = new MemoryStream();
        file.Write(Workbooks.Make(Row));
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var part = zip.CreateEntry("xl/sharedStrings.xml", CompressionLevel.SmallestSize).Open();
            part.Write(Encoding.UTF8.GetBytes($"""<sst xmlns="{Main}">"""));
            var block = Encoding.UTF8.GetBytes(Repeat("<si/>", 10_000));
            for (var i = 0; i < count; i += 10_000)
                part.Write(block);
            part.Write("</sst>"u8);
        }

        return file.ToArray();
    }

    /// <summary>Rows that all claim to be the first one.</summary>
    public static byte[] RowsNumbered1(int rows) => Workbooks.MakeLarge(
        "", """<row r="1"><c><v>1</v></c></row>""", rows * 33L, "");

    /// <summary>One cell of nothing but escapes, in many pieces.</summary>
    public static byte[] Escapes(int count) => Workbooks.Make(
        """<row><c t="inlineStr">""" + Repeat("<is><t>_x0041_</t></is>", count) + "</c></row>");

    /// <summary>A csv whose first rows have as many columns as a sheet, each a short text.</summary>
    public static byte[] WideCsv(int rows, int columns, string value) =>
        Encoding.UTF8.GetBytes(Repeat(string.Join(',', Enumerable.Repeat(value, columns)) + "\n", rows));

    public static byte[] Gzip(byte[] file)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(file);
        return packed.ToArray();
    }

    private static string Relations(string relations) =>
        $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>""";

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count)
        .Insert(0, text, count).ToString();
}
