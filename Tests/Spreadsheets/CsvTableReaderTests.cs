using System.Text;
using Tables;

namespace Tests.Spreadsheets;

public class CsvTableReaderTests
{
    private const string Korean = "이름,주소\r\n홍길동,경기도 평택시\r\n";

    public static TheoryData<string, string, bool> Encodings => new()
    {
        { "utf-8", "utf-8", false },
        { "utf-8", "utf-8", true },
        { "utf-16", "utf-16le", true },
        { "utf-16", "utf-16le", false },
        { "utf-16BE", "utf-16be", true },
        { "utf-16BE", "utf-16be", false },
        { "ks_c_5601-1987", "cp949", false },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void The_encoding_is_found_with_and_without_a_byte_order_mark(string name, string expected, bool mark)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);

        // Few Korean letters among digits, as in a file of coordinates.
        var text = Korean + string.Concat(Enumerable.Repeat("127.371028,36.964962\r\n", 200));
        byte[] file = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];

        var rows = TableFiles.ReadTexts(file);

        Assert.Equal(expected, TableFiles.FormatOf(file).Encoding);
        Assert.Equal(["이름", "주소"], rows[0]);
        Assert.Equal(["홍길동", "경기도 평택시"], rows[1]);
        Assert.Equal(202, rows.Count);
    }

    [Fact]
    public void Korean_that_comes_late_in_the_file_still_decides_the_encoding()
    {
        var cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)!;
        var file = cp949.GetBytes(string.Concat(Enumerable.Repeat("1,2\n", 50_000)) + "가,나\n");

        Assert.Equal(["가", "나"], TableFiles.ReadTexts(file)[^1]);
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void The_separator_is_found_although_the_others_are_in_the_text(char separator)
    {
        var line = string.Join(separator, "a", "\"b,c;d|e\"", "3") + "\n";

        var rows = TableFiles.ReadTexts(Encoding.UTF8.GetBytes(line + line + line));

        Assert.All(rows, row => Assert.Equal(["a", "b,c;d|e", "3"], row));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Any_line_end_ends_a_row_and_empty_lines_are_skipped(string end)
    {
        var file = Encoding.UTF8.GetBytes($"a,b{end}{end}1,2{end},,{end}3{end}\"x{end}y\",4");

        var (reader, _) = TableFile.Open(new MemoryStream(file), new TableOptions(), SpreadsheetBounds.Default);
        using var _ = reader;
        var rows = TableFiles.ReadAll(reader);

        Assert.Equal(
            [["a", "b"], ["1", "2"], ["3"], [$"x{end}y", "4"]],
            rows.Select(row => row.Select(cell => cell.Text).ToArray()));
        Assert.Equal(2, reader.EmptyRows);
        Assert.Equal(6, reader.RowNumber);
    }

    [Theory]
    [InlineData("\"a\"\"b\",c", "a\"b", "c")]
    [InlineData("a\"b,c", "a\"b", "c")]
    [InlineData("\"a\"b,c", "ab", "c")]
    [InlineData("\"\",c", "", "c")]
    [InlineData("\"a,b\nc\",d", "a,b\nc", "d")]
    [InlineData(" a , b ", " a ", " b ")]
    public void Quotes_are_read_as_people_write_them(string line, string first, string second)
    {
        Assert.Equal(
            [first, second], TableFiles.ReadTexts(Encoding.UTF8.GetBytes(line), new TableOptions(Separator: ','))[0]);
    }

    [Theory]
    [InlineData("0", CellKind.Number)]
    [InlineData("-1.50", CellKind.Number)]
    [InlineData("999999999999999", CellKind.Number)]
    [InlineData("1234567890123456", CellKind.Text)]
    [InlineData("007", CellKind.Text)]
    [InlineData("1E5", CellKind.Text)]
    [InlineData("+82", CellKind.Text)]
    [InlineData(".5", CellKind.Text)]
    [InlineData("5.", CellKind.Text)]
    [InlineData("1,000", CellKind.Text)]
    [InlineData("-", CellKind.Text)]
    public void Only_text_that_a_spreadsheet_displays_as_written_is_a_number(string text, CellKind kind)
    {
        var cell = TableFiles.Read(Encoding.UTF8.GetBytes($"\"{text}\",b"))[0][0];

        Assert.Equal((kind, text), (cell.Kind, cell.Text));
    }

    [Fact]
    public void A_table_of_fields_longer_than_the_buffer_is_read_completely()
    {
        var values = Enumerable.Range(0, 40).Select(i => new string((char)('a' + i % 26), 3_000 + i)).ToArray();

        var rows = TableFiles.ReadTexts(Encoding.UTF8.GetBytes(
            string.Join(',', values) + "\r\n" + string.Join(',', values.Select(value => $"\"{value}\""))));

        Assert.Equal(values, rows[0]);
        Assert.Equal(values, rows[1]);
    }
}
