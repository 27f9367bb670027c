using System.Diagnostics;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tables;
using Tables.Xlsx;
using Tests.Support;

namespace Tests.Spreadsheets;

public class RoundTripTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements(
            "=1+1", "+a", "-", "@x", "007", "1E5", "a,b", "a;b", "\"", "\"\"", " a ", "a\nb", "a\r\nb", "\r", "\t",
            "_x000D_", "_x0041_", "<&>", "경기도 평택시", "😀", "\u0001\u001F", "'", "#VALUE!", "TRUE", "\uFFFE",
            "12345678901234567890", "2024-04-22", "xml:space  "),
        from characters in Gen.Choose(1, 0x2FFF).Select(code => (char)code).NonEmptyListOf()
        select new string([.. characters]));

    private static readonly Gen<Cell> Cells = Gen.Frequency(
        (2, Gen.Constant(Cell.Empty)),
        (6, Texts.Select(Cell.OfText)),
        (2, Gen.Choose(int.MinValue, int.MaxValue).Select(
            number => Cell.OfNumber(number.ToString(CultureInfo.InvariantCulture)))),
        (2, Gen.Choose(-999_999_999, 999_999_999).Select(
            number => Cell.OfNumber(((decimal)number / 1_000_000).ToString(CultureInfo.InvariantCulture)))),
        (1, Gen.Choose(0, 60_000_000).Select(
            seconds => Cell.OfDate(new DateTime(2023, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddSeconds(seconds)))),
        (1, Gen.Elements(true, false).Select(Cell.OfBoolean)));

    private static readonly Arbitrary<List<List<Cell>>> AnyTable = Cells.ListOf().ListOf()
        .Select(rows => rows.Select(row => row.ToList()).ToList()).ToArbitrary();

    [Fact]
    public void Any_table_round_trips_through_a_workbook() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(42, 3),
        Prop.ForAll(AnyTable, table =>
        {
            var file = TableFiles.WriteXlsxAsync(table).GetAwaiter().GetResult();
            return Same(Shown(table, byValue: true), Shown(TableFiles.Read(file), byValue: true));
        }));

    [Fact]
    public void The_texts_of_any_table_round_trip_through_a_csv() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(42, 5),
        Prop.ForAll(AnyTable, table =>
        {
            var file = TableFiles.WriteCsvAsync(table, neutralize: false).GetAwaiter().GetResult();
            return Same(
                Shown(table, byValue: false),
                Shown(TableFiles.Read(file, new TableOptions(Separator: ',')), byValue: false));
        }));

    [Fact]
    public void Nothing_in_a_csv_begins_as_a_formula() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(42, 7),
        Prop.ForAll(AnyTable, table =>
        {
            var file = TableFiles.WriteCsvAsync(table).GetAwaiter().GetResult();
            return TableFiles.Read(file, new TableOptions(Separator: ',')).SelectMany(row => row)
                .All(cell => cell.Kind != CellKind.Text || !FormulaGuard.IsFormula(cell.Text));
        }));

    [Fact]
    public async Task Texts_that_look_like_formulas_are_texts_in_the_workbook()
    {
        var file = await TableFiles.WriteXlsxAsync(
            [[Cell.OfText("h")], [Cell.OfText("=HYPERLINK(\"http://x\")"), Cell.OfNumber("-5")]]);

        var row = TableFiles.Read(file)[1];

        Assert.Equal((CellKind.Text, "=HYPERLINK(\"http://x\")"), (row[0].Kind, row[0].Text));
        Assert.Equal(CellKind.Number, row[1].Kind);
    }

    [Fact]
    public async Task Sheet_name_title_and_notes_are_in_the_workbook()
    {
        var layout = new XlsxLayout { SheetName = "과속 상세내역 [주소변환]", Title = "4월 & 5월", Notes = ["출처: 통계청"] };

        var file = await TableFiles.WriteXlsxAsync([[Cell.OfText("a")], [Cell.OfText("b")]], layout);

        Assert.Equal(["과속 상세내역  주소변환", "notes"], TableFiles.FormatOf(file).Sheets!);
        Assert.Equal([["4월 & 5월"], ["a"], ["b"]], TableFiles.ReadTexts(file));
        Assert.Equal([["출처: 통계청"]], TableFiles.ReadTexts(file, new TableOptions(Sheet: "notes")));
    }

    [Fact]
    public async Task A_workbook_that_was_not_completed_is_recognized_as_truncated()
    {
        using var file = new MemoryStream();
        await using (var writer = new XlsxTableWriter(file, new XlsxLayout()))
        {
            for (var i = 0; i < 2_000; i++)
                await writer.WriteRowAsync([Cell.OfText($"row {i}")], default);
        }

        Assert.Contains("cut off or broken", TableFiles.ErrorOf(file.ToArray()), StringComparison.Ordinal);
    }

    [NeedsFact("soffice")]
    public async Task LibreOffice_shows_the_same_cells()
    {
        Cell[][] table =
        [
            [Cell.OfText("이름"), Cell.OfText("x"), Cell.OfText("code")],
            [Cell.OfText("=1+1"), Cell.OfNumber("127.371028"), Cell.OfText("007")],
            [Cell.OfText("a\"b,c"), Cell.OfNumber("-5"), Cell.OfText(" <&> ")],
        ];
        var folder = Directory.CreateTempSubdirectory();
        var workbook = Path.Combine(folder.FullName, "table.xlsx");
        await File.WriteAllBytesAsync(workbook, await TableFiles.WriteXlsxAsync(table));

        using var office = Process.Start(new ProcessStartInfo(
            Programs.Find("soffice")!,
            [
                "--headless", $"-env:UserInstallation=file://{folder.FullName}/profile",
                "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", folder.FullName, workbook,
            ]))!;
        await office.WaitForExitAsync();

        var csv = await File.ReadAllBytesAsync(Path.Combine(folder.FullName, "table.csv"));
        Assert.Equal(
            table.Select(row => row.Select(cell => cell.Text)),
            TableFiles.ReadTexts(csv).Select(row => row.AsEnumerable()));
        folder.Delete(recursive: true);
    }

    private static bool Same(List<string> written, List<string> read)
    {
        Assert.Equal(written, read);
        return true;
    }

    /// <summary>
    /// Renders a table without the parts that no file keeps: empty rows, trailing empty cells, trailing zeros.
    /// </summary>
    private static List<string> Shown(IEnumerable<IReadOnlyList<Cell>> table, bool byValue)
    {
        var rows = new List<string>();
        foreach (var row in table)
        {
            var width = row.Count;
            while (width > 0 && row[width - 1].IsEmpty)
                width--;
            if (width == 0)
                continue;
            var cells = row.Take(width).Select(cell => byValue ? $"{cell.Kind}:{Value(cell)}" : Clean(cell.Text));
            rows.Add(string.Join('¦', cells));
        }

        return rows;
    }

    private static string Value(Cell cell) =>
        cell.Kind == CellKind.Number ? decimal.Parse(cell.Text, CultureInfo.InvariantCulture)
            .ToString("0.##########", CultureInfo.InvariantCulture) : Clean(cell.Text);

    private static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
