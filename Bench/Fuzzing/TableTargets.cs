using System.IO.Compression;
using System.Text;
using Files;
using Files.Uploads;
using Jobs;
using Jobs.Disk;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tables;
using Tables.Csv;
using Tables.Xlsx;

namespace Bench.Fuzzing;

/// <summary>The parsers of uploaded files.</summary>
internal static class TableTargets
{
    /// <summary>Rows that are written again, to check that what can be read can be exported.</summary>
    private const int WrittenRows = 200;

    /// <summary>A workbook with what other programs write: shared and rich texts, dates, formulas, and gaps.</summary>
    private static readonly (string Name, string Content)[] Parts =
    [
        (
            "[Content_Types].xml",
            """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
            <Default Extension="xml" ContentType="application/xml"/></Types>
            """),
        ("_rels/.rels", Relations(("r1", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml",
            """
            <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="1"/>
            <sheets><sheet name="s" sheetId="1" r:id="r1"/><sheet name="h" sheetId="2" state="hidden" r:id="r2"/>
            </sheets></workbook>
            """),
        (
            "xl/_rels/workbook.xml.rels",
            Relations(
                ("r1", "worksheet", "worksheets/sheet1.xml"), ("r3", "sharedStrings", "sharedStrings.xml"),
                ("r4", "styles", "/xl/styles.xml"))),
        (
            "xl/styles.xml",
            """
            <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
            <numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>
            """),
        (
            "xl/sharedStrings.xml",
            """
            <sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>link</t></si>
            <si><r><t>a_x000D_</t></r><r><t xml:space="preserve"> b</t></r><rPh><t>c</t></rPh></si></sst>
            """),
        (
            "xl/worksheets/sheet1.xml",
            """
            <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>x</t></is></c></row>
            <row r="3"><c r="A3" s="1"><v>45000.5</v></c><c t="b"><v>1</v></c>
            <c r="XFD3" t="str"><f>A1</f><v>y</v></c><c t="e"><v>#N/A</v></c></row></sheetData></worksheet>
            """),
    ];

    public static IEnumerable<FuzzTarget> All(string folder) =>
    [
        new("csv", Table, Csv()) { Words = ["\"\"", "\",\"", "sep=;\n", "=1+1", "\r\n\r\n", "-1,2", "\uFEFF"] },
        new("xlsx", Table, [Workbook()])
        {
            Form = PackedForm.Zip,
            Words =
            [
                "<row r=\"1048577\">", "<row>", "<c r=\"XFE1\">", "<c r=\"A0\">", "<c t=\"s\"><v>-1</v></c>", "<si/>",
                "</sheetData>", "<!DOCTYPE x [<!ENTITY y \"z\">]>", "&y;", "<is><t>", "_xFFFF_", "_x0041_", "<v>",
                " s=\"99999\"",
                "<sheet name=\"\" r:id=\"r1\"/>", "../../", "TargetMode=\"External\"", "<f>", "<rPh>", "<![CDATA[",
            ],
        },
        new("gzip", Upload(folder), [Gzip("link\nhttps://youtu.be/dQw4w9WgXcQ\n"), Gzip(new string('a', 100_000)), [0x1F, 0x8B, 8]])
        {
            Form = PackedForm.Gzip,
        },
    ];

    private static void Table(byte[] input)
    {
        try
        {
            var (reader, _) = TableFile.Open(new MemoryStream(input), new TableOptions(), SpreadsheetBounds.Default);
            using (reader)
                Read(reader);
        }
        catch (BadSpreadsheetException)
        {
            // Refused in a sentence.
        }
    }

    private static void Read(ITableReader reader)
    {
        var shown = new List<Cell[]>();
        for (var row = new List<Cell>(); reader.TryRead(row);)
        {
            if (row.Count > SpreadsheetBounds.Default.MaxColumns
                || row.Exists(cell => cell.Text.Length > SpreadsheetBounds.Default.MaxCellCharacters))
            {
                throw new InvalidOperationException("A row exceeds the bounds.");
            }

            if (shown.Count < WrittenRows)
                shown.Add([.. row]);
        }

        Write(new CsvTableWriter(Stream.Null), shown);
        Write(new XlsxTableWriter(Stream.Null, new XlsxLayout()), shown);
    }

    private static void Write(ITableWriter writer, List<Cell[]> rows)
    {
        foreach (var row in rows)
            Wait(writer.WriteRowAsync(row, CancellationToken.None));
        Wait(writer.CompleteAsync(CancellationToken.None));
        Wait(writer.DisposeAsync());
    }

    /// <summary>A stream that drops everything completes at once.</summary>
    private static void Wait(ValueTask task) => task.AsTask().GetAwaiter().GetResult();

    private static Action<byte[]> Upload(string folder)
    {
        var data = Options.Create(new DataOptions { Path = folder });
        var options = Options.Create(new FilesOptions { MaxUnpackedBytes = 8 * 1024 * 1024 });
        var budget = new UploadBudget(options, data, new DiskFloor(data, new AmpleDrive()));
        var store = new UploadStore(
            options, new UploadFolder(data, NullLogger<UploadFolder>.Instance), budget, TimeProvider.System);
        return input =>
        {
            try
            {
                using var upload = store.SaveAsync(new MemoryStream(input), "a.csv", CancellationToken.None)
                    .GetAwaiter().GetResult();
                upload.Unpack?.Invoke(CancellationToken.None).GetAwaiter().GetResult();
            }
            catch (UploadRefusedException)
            {
                // Refused in a sentence.
            }

            if (budget is not { Uploads: 0, Bytes: 0 })
                throw new InvalidOperationException("An upload did not give its share back.");
        };
    }

    private static byte[][] Csv() =>
    [
        "link,note\nhttps://youtu.be/dQw4w9WgXcQ,\"a \"\"b\"\"\nc\"\n,\n"u8.ToArray(),
        "x;y\r\n127,1;37,2\r\n\"127;5\";37\r\n"u8.ToArray(),
        "a\tb\n1\t2\n"u8.ToArray(),
        "\uFEFF서울|부산\n1|2\n"u8.ToArray(),
    ];

    private static byte[] Workbook()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in Parts)
            {
                var entry = zip.CreateEntry(name);
                entry.LastWriteTime = Mutation.Epoch;
                using var written = entry.Open();
                written.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return file.ToArray();
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static string Relations(params (string Id, string Type, string Target)[] relations)
    {
        const string types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var each = relations.Select(one => $"""
            <Relationship Id="{one.Id}" Type="{types}/{one.Type}" Target="{one.Target}"/>
            """);
        return $"""
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            {string.Concat(each)}</Relationships>
            """;
    }

    private sealed class AmpleDrive : IDriveSpace
    {
        public long? FreeBytes(string folder) => null;
    }
}
