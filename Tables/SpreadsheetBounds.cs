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

    /// <summary>Unpacked bytes of one file; a sheet with a million rows of ten columns has about 0.6 GB.</summary>
    public long MaxUnpackedBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>
    /// Workbooks unpack to 10 to 60 times their size; only zip bombs approach the format's maximum of 1,032.
    /// </summary>
    public int MaxUnpackedRatio { get; init; } = 250;

    /// <summary>Unpacked bytes exempt from the ratio: small files of repeated cells are harmless.</summary>
    public long RatioFreeBytes { get; init; } = 16 * 1024 * 1024;

    internal BadSpreadsheetException TooManyRows() =>
        new($"The file has more than {MaxRows:N0} rows, the maximum of a sheet: split it.");

    internal BadSpreadsheetException TooManyColumns(long row) =>
        new($"Row {row} has more than {MaxColumns:N0} columns, the maximum of a sheet: check the separator, "
            + "or split the table.");

    internal BadSpreadsheetException CellTooLong(long row, int column) =>
        new($"The cell in row {row}, column {column + 1} is longer than {MaxCellCharacters:N0} characters, "
            + "the maximum of a cell: shorten it.");
}
