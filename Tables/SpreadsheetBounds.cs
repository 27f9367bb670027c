namespace Tables;

/// <summary>
/// Limits the cost of reading a file. Rows, columns, and characters are Excel's own limits, which bind results too.
/// </summary>
public sealed record SpreadsheetBounds
{
    public static SpreadsheetBounds Default { get; } = new();

    public int MaxRows { get; init; } = 1_048_576;

    public int MaxColumns { get; init; } = 16_384;

    public int MaxCellCharacters { get; init; } = 32_767;

    /// <summary>Characters of all cells of a row: more than a batch of rows may have.</summary>
    public int MaxRowCharacters { get; init; } = 2_000_000;

    /// <summary>
    /// Cells without a value that distant cells of a workbook may add: they have no bytes in the file, but in what is
    /// stored and sent.
    /// </summary>
    public long FreeGapCells { get; init; } = 4_000_000;

    /// <summary>Further ones for each cell with a value, so that wide tables may be sparse.</summary>
    public int GapCellsPerValue { get; init; } = 200;

    /// <summary>Sheets of a workbook: people have dozens.</summary>
    public int MaxSheets { get; init; } = 1_000;

    /// <summary>Files and relations in a workbook.</summary>
    public int MaxParts { get; init; } = 10_000;

    /// <summary>Formats of cells, Excel's own limit.</summary>
    public int MaxCellFormats { get; init; } = 65_490;

    /// <summary>Shared texts; a million rows with ten columns of different texts have fewer.</summary>
    public int MaxSharedTexts { get; init; } = 16_777_216;

    /// <summary>Depth of elements; a cell is at depth 4, and formatted text in a drawing below 30.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>Unpacked bytes of one file; a sheet with a million rows of ten columns has about 0.6 GB.</summary>
    public long MaxUnpackedBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>
    /// Workbooks unpack to 10 to 60 times their size; only zip bombs approach the format's maximum of 1,032.
    /// </summary>
    public int MaxUnpackedRatio { get; init; } = 250;

    /// <summary>Unpacked bytes exempt from the ratio: small files of repeated cells are harmless.</summary>
    public long RatioFreeBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Receives the bytes that are about to be written to a temporary file; it may refuse them.</summary>
    public Action<long>? OnSpilled { get; init; }

    internal BadSpreadsheetException TooManyRows() =>
        new($"The file has more than {MaxRows:N0} rows, the maximum of a sheet: split it.");

    internal BadSpreadsheetException TooManyColumns(long row) =>
        new($"Row {row} has more than {MaxColumns:N0} columns, the maximum of a sheet: check the separator, "
            + "or split the table.");

    internal BadSpreadsheetException RowTooLong(long row) =>
        new($"Row {row} has more than {MaxRowCharacters:N0} characters: shorten its cells.");

    internal static BadSpreadsheetException TooManyGaps(long row) =>
        new($"The rows up to {row} consist nearly only of empty cells between the table and cells far to the right of "
            + "it: delete those cells, and save the workbook again.");

    internal BadSpreadsheetException CellTooLong(long row, int column) =>
        new($"The cell in row {row}, column {column + 1} is longer than {MaxCellCharacters:N0} characters, "
            + "the maximum of a cell: shorten it.");
}
