namespace Tables;

/// <summary>
/// What a file may cost to read. Rows, columns and characters are Excel's own limits: more could not be written back.
/// </summary>
public sealed record SpreadsheetBounds
{
    public static SpreadsheetBounds Default { get; } = new();

    public int MaxRows { get; init; } = 1_048_576;

    public int MaxColumns { get; init; } = 16_384;

    public int MaxCellCharacters { get; init; } = 32_767;

    /// <summary>All that is unpacked of one file; a sheet of a million rows of ten columns has about 0.6 GB.</summary>
    public long MaxUnpackedBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>
    /// Workbooks unpack to 10 to 60 times their size; the format's maximum, which only bombs reach, is 1,032.
    /// </summary>
    public int MaxUnpackedRatio { get; init; } = 250;

    /// <summary>What may be unpacked before the ratio counts: little files of repeated cells are no danger.</summary>
    public long RatioFreeBytes { get; init; } = 16 * 1024 * 1024;

    internal BadSpreadsheetException TooManyRows() =>
        new($"The file has more than {MaxRows:N0} rows, the most that a sheet holds: split it.");

    internal BadSpreadsheetException TooManyColumns(long row) =>
        new($"Row {row} has more than {MaxColumns:N0} columns, the most that a sheet holds: check the separator, or split the table.");

    internal BadSpreadsheetException CellTooLong(long row, int column) =>
        new($"The cell in row {row}, column {column + 1} is longer than {MaxCellCharacters:N0} characters, the most that a cell holds: shorten it.");
}
