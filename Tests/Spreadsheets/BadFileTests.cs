using System.IO.Compression;
using System.Text;
using Tables;

namespace Tests.Spreadsheets;

public class BadFileTests
{
    private static readonly byte[] OldContainer = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    [Fact]
    public void An_empty_file_is_refused() =>
        Assert.Equal("The file is empty: send an xlsx or csv file with a table.", TableFiles.ErrorOf([]));

    [Fact]
    public void An_image_or_a_document_is_refused()
    {
        const string error = "The file is not a spreadsheet: send an xlsx or csv file.";

        Assert.Equal(error, TableFiles.ErrorOf([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0]));
        Assert.Equal(error, TableFiles.ErrorOf("%PDF-1.7"u8.ToArray()));
        Assert.StartsWith(
            "The file is a web page or XML", TableFiles.ErrorOf("<html><table>"u8.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_csv_with_zero_bytes_is_refused() =>
        Assert.Contains("NUL characters", TableFiles.ErrorOf("a,b\n1,\0\n"u8.ToArray()), StringComparison.Ordinal);

    [Fact]
    public void Bytes_without_a_supported_encoding_are_refused() =>
        Assert.Contains(
            "not text in any supported encoding",
            TableFiles.ErrorOf([.. "a,b\n"u8, 0x81, 0x20, 0x0A]),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(',')]
    [InlineData('\t')]
    public void Seventeen_thousand_columns_are_refused(char separator) =>
        Assert.StartsWith(
            "Row 1 has more than 16,384 columns",
            TableFiles.ErrorOf(Encoding.UTF8.GetBytes(string.Join(separator, Enumerable.Range(0, 17_000)) + "\n")),
            StringComparison.Ordinal);

    [Fact]
    public void Seventeen_thousand_columns_of_a_workbook_are_refused() =>
        Assert.StartsWith(
            "Row 1 has more than 16,384 columns",
            TableFiles.ErrorOf(Workbooks.Make(
                "<row>" + string.Concat(Enumerable.Repeat("<c><v>1</v></c>", 17_000)) + "</row>")),
            StringComparison.Ordinal);

    [Fact]
    public void A_reference_to_a_distant_column_costs_no_memory() =>
        Assert.StartsWith(
            "Row 1 has more than 16,384 columns",
            TableFiles.ErrorOf(Workbooks.Make("""<row><c r="ZZZZZZZZZZ1"><v>1</v></c></row>""")),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("a,")]
    [InlineData("a,\"")]
    public void One_cell_of_fifty_megabytes_is_refused_at_once(string start)
    {
        var file = new byte[50_000_000];
        file.AsSpan().Fill((byte)'x');
        Encoding.ASCII.GetBytes(start).CopyTo(file, 0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = TableFiles.ErrorOf(file);

        Assert.StartsWith(
            "The cell in row 1, column 2 is longer than 32,767 characters", error, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000_000);
    }

    [Theory]
    [InlineData("<row><c t=\"inlineStr\"><is><t>", "</t></is></c></row>")]
    [InlineData("<row><c t=\"", "\"/></row>")]
    [InlineData("<!--", "-->")]
    public void One_cell_of_fifty_megabytes_in_a_workbook_is_refused_at_once(string start, string end)
    {
        // Otherwise the compression ratio of such a uniform file is rejected first.
        var bounds = SpreadsheetBounds.Default with { MaxUnpackedRatio = int.MaxValue };
        var file = Workbooks.MakeLarge(start, "x", 50_000_000, end);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = TableFiles.ErrorOf(file, bounds);

        Assert.StartsWith("A cell of the workbook is longer than 32,767 characters", error, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
    }

    [Fact]
    public void A_cell_over_the_limit_by_one_character_is_named()
    {
        var text = new string('x', 32_768);

        Assert.StartsWith(
            "The cell in row 1, column 1 is longer",
            TableFiles.ErrorOf(Encoding.UTF8.GetBytes(text)),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The cell in row 1, column 1 is longer",
            TableFiles.ErrorOf(Workbooks.Make($"<row><c t=\"inlineStr\"><is><t>{text}</t></is></c></row>")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_unpacked()
    {
        // Four times what is exempt from the ratio.
        var file = Workbooks.MakeLarge(
            "<row><c><v>1</v></c></row>", "<extLst/>", 4 * SpreadsheetBounds.Default.RatioFreeBytes, "");

        var watch = System.Diagnostics.Stopwatch.StartNew();

        Assert.Contains("zip bomb", TableFiles.ErrorOf(file), StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void Expanding_entities_are_refused()
    {
        const string bomb =
            """
            <!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
            <worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>
            """;
        var file = Workbooks.Make(
            "", sheets: """<sheet name="one" sheetId="1" r:id="rId2"/>""", extra: ("xl/worksheets/sheet2.xml", bomb));

        Assert.Contains("cut off or broken", TableFiles.ErrorOf(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_named_and_so_is_an_old_workbook()
    {
        var name = Encoding.Unicode.GetBytes("EncryptedPackage");
        byte[] encrypted = [.. OldContainer, .. new byte[2000], .. name, .. new byte[100]];

        Assert.Equal("The workbook is protected by a password: save it without one.", TableFiles.ErrorOf(encrypted));
        Assert.Contains("(.xls)", TableFiles.ErrorOf([.. OldContainer, .. new byte[2000]]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xl/vbaProject.bin", "has macros")]
    [InlineData("xl/externalLinks/externalLink1.xml", "external links")]
    [InlineData("mimetype", "OpenDocument")]
    [InlineData("xl/workbook.bin", ".xlsb")]
    public void Workbooks_of_other_kinds_are_refused_by_name(string part, string said) =>
        Assert.Contains(said, TableFiles.ErrorOf(Workbooks.Make("", extra: (part, "x"))), StringComparison.Ordinal);

    [Fact]
    public void A_zip_archive_that_is_not_a_workbook_is_refused()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("readme.txt").Open().Dispose();

        Assert.Contains("not a workbook", TableFiles.ErrorOf(file.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_cut_anywhere_is_refused_with_a_sentence()
    {
        var whole = Workbooks.Make("<row><c><v>1</v></c></row>");

        var lengths = Enumerable.Range(1, 40).Select(part => whole.Length * part / 41);
        foreach (var length in lengths.Where(length => length >= 4))
            Assert.Contains("cut off or broken", TableFiles.ErrorOf(whole[..length]), StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_xml_is_refused_with_a_sentence() =>
        Assert.Contains(
            "cut off or broken", TableFiles.ErrorOf(Workbooks.Make("<row><c></row>")), StringComparison.Ordinal);

    [Fact]
    public void One_row_more_than_a_sheet_holds_is_refused()
    {
        var bounds = SpreadsheetBounds.Default with { MaxRows = 3 };

        Assert.Equal(3, TableFiles.Read("1\n2\n3\n"u8.ToArray(), bounds: bounds).Count);
        Assert.Contains(
            "more than 3 rows", TableFiles.ErrorOf("1\n2\n3\n4\n"u8.ToArray(), bounds), StringComparison.Ordinal);
        Assert.Contains(
            "more than 3 rows",
            TableFiles.ErrorOf(Workbooks.Make("""<row r="4"><c><v>1</v></c></row>"""), bounds),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_named() =>
        Assert.StartsWith("The quote that opens in row 2, column 2 is never closed",
            TableFiles.ErrorOf("a,b\n1,\"x\n2,y\n"u8.ToArray()), StringComparison.Ordinal);
}
