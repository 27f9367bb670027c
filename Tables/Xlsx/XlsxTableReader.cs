using System.Globalization;
using System.Text;
using System.Xml;

namespace Tables.Xlsx;

/// <summary>
/// Streams the values of one sheet of a workbook; a formula has the value that was saved with it.
/// </summary>
public sealed class XlsxTableReader : ITableReader
{
    private readonly XlsxPackage package;
    private readonly XlsxWorkbook workbook;
    private readonly SharedStrings strings;
    private readonly XmlReader sheet;
    private readonly SpreadsheetBounds bounds;
    private readonly StringBuilder text = new();
    private long rows;
    private long values;
    private long gaps;

    private XlsxTableReader(
        XlsxPackage package, XlsxWorkbook workbook, SharedStrings strings, XlsxSheet sheet, SpreadsheetBounds bounds)
    {
        this.package = package;
        this.workbook = workbook;
        this.strings = strings;
        this.sheet = package.Read(sheet.Path);
        this.bounds = bounds;
        SheetName = sheet.Name;
    }

    public string SheetName { get; }

    public IReadOnlyList<string> SheetNames => [.. workbook.Sheets.Select(sheet => sheet.Name)];

    public long RowNumber { get; private set; }

    public long EmptyRows { get; private set; }

    /// <param name="file">Seekable; owned by the reader.</param>
    /// <param name="sheetName">Null for the first visible sheet.</param>
    /// <param name="bounds">Limits on the cost of the file.</param>
    /// <param name="cancellationToken">Cancels the opening and all later reads.</param>
    /// <exception cref="BadSpreadsheetException">The file is not a supported workbook.</exception>
    public static XlsxTableReader Open(
        Stream file, string? sheetName, SpreadsheetBounds bounds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(bounds);
        var package = XlsxPackage.Open(file, bounds, cancellationToken);
        SharedStrings? strings = null;
        try
        {
            return XlsxPackage.Guard(() =>
            {
                var workbook = XlsxWorkbook.Read(package);
                var sheet = workbook.Find(sheetName);
                strings = SharedStrings.Read(
                    workbook.StringsPath is { } path ? package.TryRead(path) : null, FolderFor(file), bounds);
                return new XlsxTableReader(package, workbook, strings, sheet, bounds);
            });
        }
        catch (Exception error) when (error is BadSpreadsheetException or OperationCanceledException)
        {
            strings?.Dispose();
            package.Dispose();
            throw;
        }
    }

    public bool TryRead(List<Cell> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return XlsxPackage.Guard(() =>
        {
            while (sheet.ReadNode(bounds))
            {
                if (sheet.NodeType != XmlNodeType.Element || sheet.LocalName != "row")
                    continue;

                ReadRow(row);
                while (row.Count > 0 && row[^1].IsEmpty)
                    row.RemoveAt(row.Count - 1);
                if (row.Count > 0)
                    return true;
                EmptyRows++;
            }

            return false;
        });
    }

    public void Dispose()
    {
        sheet.Dispose();
        strings.Dispose();
        package.Dispose();
    }

    /// <summary>
    /// Returns the folder of temporary files: the file's own, because the system's may be in memory or read-only.
    /// </summary>
    private static string FolderFor(Stream file) =>
        file is FileStream { Name: var name } ? Path.GetDirectoryName(name)! : Path.GetTempPath();

    private void ReadRow(List<Cell> row)
    {
        row.Clear();
        var number = long.TryParse(
            sheet.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var named)
            ? named
            : RowNumber + 1;

        // Rows that the sheet omits are empty.
        EmptyRows += Math.Max(0, number - RowNumber - 1);
        RowNumber = number;
        if (number > bounds.MaxRows || ++rows > bounds.MaxRows)
            throw bounds.TooManyRows();
        if (sheet.IsEmptyElement)
            return;

        var (characters, next) = (0L, 0);
        var depth = sheet.Depth;
        while (sheet.ReadNode(bounds) && sheet.Depth > depth)
        {
            if (sheet.NodeType != XmlNodeType.Element || sheet.LocalName != "c")
                continue;

            var column = ColumnOf(sheet.GetAttribute("r"), next);
            next = column + 1;
            if (column >= bounds.MaxColumns)
                throw bounds.TooManyColumns(number);
            var cell = ReadCell(column);
            characters += cell.Text.Length;
            if (characters > bounds.MaxRowCharacters)
                throw bounds.RowTooLong(number);

            // A cell without a value, such as a formatted one, takes no room.
            if (cell.IsEmpty && column >= row.Count)
                continue;
            AddGap(row, column);
            if (column < row.Count)
                row[column] = cell;
            else
                row.Add(cell);
        }
    }

    /// <summary>Fills the row with empty cells up to a column.</summary>
    private void AddGap(List<Cell> row, int column)
    {
        values++;
        if (column <= row.Count)
            return;
        gaps += column - row.Count;
        if (gaps > bounds.FreeGapCells + values * bounds.GapCellsPerValue)
            throw SpreadsheetBounds.TooManyGaps(RowNumber);
        while (row.Count < column)
            row.Add(Cell.Empty);
    }

    /// <summary>Returns the zero-based column of a reference such as <c>AB12</c>.</summary>
    private static int ColumnOf(string? reference, int next)
    {
        var column = 0;
        foreach (var letter in reference ?? "")
        {
            var digit = (letter | 0x20) - 'a' + 1;
            if (digit is < 1 or > 26)
                break;
            column = Math.Min(column * 26 + digit, int.MaxValue / 64);
        }

        return column == 0 ? next : column - 1;
    }

    private Cell ReadCell(int column)
    {
        var type = sheet.GetAttribute("t");
        var style = sheet.GetAttribute("s");
        if (sheet.IsEmptyElement)
            return Cell.Empty;

        text.Clear();
        var depth = sheet.Depth;
        while (sheet.ReadNode(bounds) && sheet.Depth > depth)
        {
            if (sheet.NodeType != XmlNodeType.Element)
                continue;
            if (sheet.LocalName == "v")
                XlsxText.ReadValue(sheet, text, bounds, RowNumber, column);
            else if (sheet.LocalName == "is")
                XlsxText.Read(sheet, text, bounds, RowNumber, column);
        }

        if (text.Length == 0)
            return Cell.Empty;
        if (type == "str")
            XlsxText.Unescape(text);
        if (text.Length > bounds.MaxCellCharacters)
            throw bounds.CellTooLong(RowNumber, column);
        return ToCell(type, style, text.ToString());
    }

    private Cell ToCell(string? type, string? style, string value) => type switch
    {
        "s" => Cell.OfText(SharedText(value)),
        "b" => Cell.OfBoolean(value is "1" or "true"),
        "d" when DateTime.TryParse(
            value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var date) => Cell.OfDate(date),
        null or "n" => ToNumber(style, value.Trim()),
        _ => Cell.OfText(value),
    };

    private string SharedText(string number) =>
        (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? strings.Find(index)
            : null)
        ?? throw new BadSpreadsheetException(
            $"Row {RowNumber} of the workbook refers to a text that it does not have: open it in a spreadsheet program "
            + "and save it again.");

    private Cell ToNumber(string? style, string value)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Cell.OfText(value);
        if (int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < workbook.DateStyles.Count && workbook.DateStyles[index])
        {
            return XlsxDates.ToCell(number, workbook.Since1904);
        }

        return Cell.IsPlainNumber(value) ? Cell.OfNumber(value) : Cell.OfNumber(number);
    }
}
