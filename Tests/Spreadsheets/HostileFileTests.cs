using System.Diagnostics;
using System.Text;
using Files;
using Files.Batches;
using Files.Preparation;
using Tables;
using Tables.Csv;

namespace Tests.Spreadsheets;

/// <summary>
/// The cost of a file is bounded by its bytes: each of these small files took minutes, gigabytes, or both.
/// </summary>
public sealed class HostileFileTests
{
    /// <summary>Time that no file takes even on a very busy machine; alone, none takes a second.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(20);

    [Fact]
    public void Very_many_sheets_are_refused() =>
        Assert.Equal(
            "The workbook has more than 1,000 sheets: save the sheet with the table as a workbook of its own.",
            RefusalOf(HostileFiles.SheetsTimesRelations(8_000, 8_000)));

    [Fact]
    public void A_thousand_sheets_cost_no_more_than_their_bytes()
    {
        var (rows, _) = Measure(() => TableFiles.Read(HostileFiles.SheetsTimesRelations(1_000, 9_000)));

        Assert.Single(rows);
    }

    [Fact]
    public void Very_many_relations_are_refused() =>
        Assert.Contains(
            "more than 10,000 parts", RefusalOf(HostileFiles.SheetsTimesRelations(1, 20_000)),
            StringComparison.Ordinal);

    [Fact]
    public void Rows_that_are_nearly_all_gap_are_refused() =>
        Assert.Contains(
            "far to the right", RefusalOf(HostileFiles.DistantCells(2_000)), StringComparison.Ordinal);

    [Fact]
    public void A_csv_of_separators_only_is_refused() =>
        Assert.Contains(
            "more than 16,384 columns", RefusalOf(Encoding.UTF8.GetBytes(new string(',', 20_000_000))),
            StringComparison.Ordinal);

    [Fact]
    public void A_few_distant_cells_are_read()
    {
        var (rows, _) = Measure(() => TableFiles.Read(HostileFiles.DistantCells(100)));

        Assert.Equal(100, rows.Count);
        Assert.All(rows, row => Assert.Equal(16_384, row.Length));
    }

    [Fact]
    public void Sparse_rows_of_a_wide_table_are_read()
    {
        // 500 columns of which each row has two.
        var (rows, _) = Measure(() => Count(HostileFiles.DistantCells(20_000, "SF")));

        Assert.Equal(20_000, rows);
    }

    [Fact]
    public void Deeply_nested_elements_are_refused() =>
        Assert.Contains(
            "nested", RefusalOf(HostileFiles.Nested(5_000_000)), StringComparison.Ordinal);

    [Fact]
    public void A_64_bit_directory_of_very_many_entries_is_refused() =>
        Assert.Contains(
            "very many files", RefusalOf(HostileFiles.HugeDirectory(500_000)), StringComparison.Ordinal);

    [Fact]
    public void Millions_of_empty_shared_texts_take_little_memory()
    {
        var file = HostileFiles.EmptySharedStrings(3_000_000);

        var (rows, allocated) = Measure(() => TableFiles.Read(file));

        Assert.Single(rows);
        Assert.InRange(allocated, 0, 24_000_000);
    }

    [Fact]
    public void Rows_that_repeat_a_number_count_as_rows() =>
        Assert.StartsWith(
            "The file has more than 10,000 rows",
            RefusalOf(
                HostileFiles.RowsNumbered1(100_000), SpreadsheetBounds.Default with { MaxRows = 10_000 }),
            StringComparison.Ordinal);

    [Fact]
    public void A_cell_of_escapes_costs_no_more_than_its_bytes()
    {
        var (rows, _) = Measure(() => TableFiles.Read(HostileFiles.Escapes(30_000)));

        Assert.Equal(new string('A', 30_000), Assert.Single(Assert.Single(rows)).Text);
    }

    [Fact]
    public void A_row_of_very_many_characters_is_refused() =>
        Assert.Contains(
            "Row 1 has more than",
            RefusalOf(HostileFiles.WideCsv(1, 16_000, new string('x', 1_000))), StringComparison.Ordinal);

    [Theory]
    [InlineData("xlsx")]
    [InlineData("csv")]
    public void A_canceled_read_ends(string format)
    {
        using var canceled = new CancellationTokenSource();
        var (reader, _) = TableFile.Open(
            new MemoryStream(format == "csv"
                ? HostileFiles.WideCsv(200_000, 3, "word")
                : Workbooks.MakeLarge("", "<row><c><v>1</v></c></row>", 3_000_000, "")),
            new TableOptions(), SpreadsheetBounds.Default, canceled.Token);
        using (reader)
        {
            var row = new List<Cell>();
            Assert.True(reader.TryRead(row));
            canceled.Cancel();

            Assert.Throws<OperationCanceledException>(() =>
            {
                while (reader.TryRead(row))
                {
                }
            });
        }
    }

    [Fact]
    public void A_sample_of_wide_rows_ends_early()
    {
        using var reader = new CsvTableReader(
            new StringReader(Encoding.UTF8.GetString(HostileFiles.WideCsv(300, 16_000, "ab"))), ',',
            SpreadsheetBounds.Default);

        var sample = FileScan.ReadSample(reader);

        Assert.InRange(sample.Sum(row => row.Cells.Count), 1, 220_000);
        Assert.True(reader.TryRead([]));
    }

    [Fact]
    public void A_sample_of_long_cells_ends_early()
    {
        using var reader = new CsvTableReader(
            new StringReader(Encoding.UTF8.GetString(HostileFiles.WideCsv(20, 30, new string('x', 30_000)))), ',',
            SpreadsheetBounds.Default);

        Assert.InRange(FileScan.ReadSample(reader).Count, 1, 6);
    }

    [Fact]
    public void Rows_with_distant_cells_take_little_room()
    {
        var cells = new List<Cell>();
        var (reader, _) = TableFile.Open(
            new MemoryStream(HostileFiles.DistantCells(200)), new TableOptions(), SpreadsheetBounds.Default);
        using (reader)
        using (var batches = new BatchWriter(new FilesOptions()))
        {
            while (reader.TryRead(cells))
                Assert.True(batches.TryAdd(cells));
            batches.Complete();
            var (count, lines) = batches.TakeLast();

            Assert.InRange(lines.Length, 0, 20_000);
            Assert.Equal(200 / 6 + 1, count);
        }
    }

    [Fact]
    public void A_run_of_empty_cells_is_stored_as_its_length()
    {
        Cell[] row =
        [
            Cell.OfText("a"), Cell.Empty, Cell.OfText("b"), .. Enumerable.Repeat(Cell.Empty, 500), Cell.OfNumber(1),
            .. Enumerable.Repeat(Cell.Empty, 63), Cell.OfDate(new DateTime(2024, 4, 22)),
        ];
        var payload = RowBatchJson.Write(new RowBatch(0, "{}", [row]));

        Assert.InRange(payload.Length, 0, 500);
        Assert.True(RowBatchJson.TryRead(payload, out var read));
        Assert.Equal(row, read.Rows[0]);
        Assert.False(RowBatchJson.TryRead(
            payload.Replace("500", "500000", StringComparison.Ordinal), out _));
    }

    private static string RefusalOf(byte[] file, SpreadsheetBounds? bounds = null)
    {
        var (refusal, allocated) = Measure(
            () => Assert.Throws<BadSpreadsheetException>(() => Count(file, bounds)).Message);
        Assert.InRange(allocated, 0, 64_000_000);
        return refusal;
    }

    private static int Count(
        byte[] file, SpreadsheetBounds? bounds = null, CancellationToken cancellationToken = default)
    {
        var (reader, _) = TableFile.Open(
            new MemoryStream(file), new TableOptions(), bounds ?? SpreadsheetBounds.Default, cancellationToken);
        using (reader)
        {
            var rows = 0;
            for (var row = new List<Cell>(); reader.TryRead(row);)
                rows++;
            return rows;
        }
    }

    private static (T Result, long Allocated) Measure<T>(Func<T> read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        var result = read();
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Enough);
        return (result, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
