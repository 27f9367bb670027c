using Tables;
using Tests.Support;

namespace Tests.Spreadsheets;

public class XlsxTableReaderTests
{
    [Fact]
    public void Every_kind_of_cell_is_read()
    {
        var file = Workbooks.Make(
            """
            <row r="1"><c r="A1" t="s"><v>0</v></c>
            <c r="B1" t="inlineStr"><is><t>in</t><r><t xml:space="preserve"> line</t></r></is></c>
            <c r="C1"><v>1.5</v></c><c r="D1"><f>1+1</f><v>2</v></c><c r="E1" t="str"><f>"a"</f><v>a_x000D_b</v></c>
            <c r="F1" t="b"><v>1</v></c><c r="G1" t="e"><v>#VALUE!</v></c><c r="H1"><v>0.10000000000000001</v></c>
            <c r="J1"><v>1E-3</v></c></row>
            """,
            sharedStrings: """<si><r><t>sha</t></r><r><t>red</t></r><rPh sb="0" eb="1"><t>hidden</t></rPh></si>""");

        var row = TableFiles.Read(file)[0];

        Assert.Equal(
            ["shared", "in line", "1.5", "2", "a\rb", "TRUE", "#VALUE!", "0.1", "", "0.001"],
            row.Select(cell => cell.Text));
        Assert.Equal(
            [
                CellKind.Text, CellKind.Text, CellKind.Number, CellKind.Number, CellKind.Text, CellKind.Boolean,
                CellKind.Text, CellKind.Number, CellKind.Empty, CellKind.Number,
            ],
            row.Select(cell => cell.Kind));
    }

    [Theory]
    [InlineData(1, "45404", "2024-04-22")]
    [InlineData(2, "45404", "2024-04-22")]
    [InlineData(3, "45404", "45404")]
    [InlineData(4, "45404.446527777778", "2024-04-22 10:43:00")]
    [InlineData(5, "0.446527777777778", "10:43:00")]
    [InlineData(1, "1", "1900-01-01")]
    [InlineData(1, "61", "1900-03-01")]
    [InlineData(1, "-5", "-5")]
    public void Dates_are_distinguished_from_numbers_by_their_format(int style, string value, string expected)
    {
        var file = Workbooks.Make($"""<row><c s="{style}"><v>{value}</v></c></row>""");

        Assert.Equal(expected, TableFiles.Read(file)[0][0].Text);
    }

    [Fact]
    public void Days_can_count_from_1904()
    {
        var file = Workbooks.Make(
            """<row><c s="1"><v>43942</v></c></row>""", workbookProperties: """<workbookPr date1904="1"/>""");

        Assert.Equal("2024-04-22", TableFiles.Read(file)[0][0].Text);
    }

    [Fact]
    public void The_first_visible_sheet_is_read_unless_one_is_named()
    {
        var file = Workbooks.Make(
            """<row><c><v>1</v></c></row>""",
            sheets:
                """
                <sheet name="secret" sheetId="1" state="hidden" r:id="rId1"/><sheet name="둘" sheetId="2" r:id="rId2"/>
                """,
            extra: ("xl/worksheets/sheet2.xml", Workbooks.Sheet("""<row><c><v>2</v></c></row>""")));

        Assert.Equal("2", TableFiles.Read(file)[0][0].Text);
        Assert.Equal("1", TableFiles.Read(file, new TableOptions(Sheet: "SECRET"))[0][0].Text);
        var error = Assert.Throws<BadSpreadsheetException>(
            () => TableFiles.Read(file, new TableOptions(Sheet: "three")));
        Assert.Equal("The workbook has no sheet \"three\": choose one of \"secret\", \"둘\".", error.Message);
    }

    [Fact]
    public void Rows_and_cells_without_references_are_consecutive_and_missing_rows_are_empty()
    {
        var file = Workbooks.Make(
            """
            <row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="5"><c r="B5"><v>4</v></c><c><v>5</v></c></row>
            <row r="6"><c r="A6" t="inlineStr"/></row>
            """);

        var (reader, _) = TableFile.Open(new MemoryStream(file), new TableOptions(), SpreadsheetBounds.Default);
        using var _ = reader;
        var rows = TableFiles.ReadAll(reader);

        Assert.Equal([["1", "", "3"], ["", "4", "5"]], rows.Select(row => row.Select(cell => cell.Text).ToArray()));
        Assert.Equal(4, reader.EmptyRows);
    }

    [Fact]
    public void Shared_texts_over_the_memory_limit_are_read_from_disk()
    {
        // Each text 30 KB of its own number: 1,000 of them are 30 MB.
        var texts = string.Concat(
            Enumerable.Range(0, 1_000).Select(i => $"<si><t>{new string((char)('a' + i % 26), 30_000)}{i}</t></si>"));
        var file = Workbooks.Make(
            """<row><c t="s"><v>999</v></c><c t="s"><v>0</v></c><c t="s"><v>600</v></c></row>""", sharedStrings: texts);

        var row = TableFiles.Read(file, bounds: SpreadsheetBounds.Default with { MaxUnpackedRatio = int.MaxValue })[0];

        Assert.Equal(["999", "0", "600"], row.Select(cell => cell.Text[30_000..]));
    }

    [Fact]
    public void Shared_texts_over_the_memory_limit_are_beside_the_file_until_it_is_closed()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "upload");
        var text = new string('a', 30_000);
        File.WriteAllBytes(path, Workbooks.Make(
            """<row><c t="s"><v>0</v></c></row>""",
            sharedStrings: string.Concat(Enumerable.Repeat($"<si><t>{text}</t></si>", 1_000))));

        var bounds = SpreadsheetBounds.Default with { MaxUnpackedRatio = int.MaxValue };
        using (TableFile.Open(File.OpenRead(path), new TableOptions(), bounds).Reader)
            Assert.Equal(2, Directory.GetFiles(folder.Path).Length);

        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void The_sample_workbook_and_the_sample_csv_hold_the_same_rows()
    {
        var csv = TableFiles.Read(Sample("overspeed-1101.csv"));
        var xlsx = TableFiles.Read(Sample("overspeed-1101.xlsx"));

        Assert.Equal(1 + 1_101 - 3, csv.Count);
        Assert.Equal(csv.Select(Comparable), xlsx.Select(Comparable));

        static string Comparable(Cell[] row) => string.Join('|', row.Select(cell =>
            decimal.TryParse(cell.Text, System.Globalization.CultureInfo.InvariantCulture, out var number)
                ? $"{number:0.##########}"
                : cell.Text));
    }

    private static byte[] Sample(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Files", name));
}
