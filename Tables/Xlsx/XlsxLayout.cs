namespace Tables.Xlsx;

/// <summary>Specifies the parts of a workbook other than its rows.</summary>
public sealed record XlsxLayout
{
    public const int MaxSheetNameLength = 31;

    /// <summary>Characters that are invalid in a sheet name become spaces.</summary>
    public string SheetName { get; init; } = "result";

    /// <summary>A line above the table.</summary>
    public string? Title { get; init; }

    /// <summary>Lines of a second sheet, such as the origin of the data.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    internal string SafeSheetName
    {
        get
        {
            Span<char> name = stackalloc char[Math.Min(SheetName.Length, MaxSheetNameLength)];
            for (var i = 0; i < name.Length; i++)
                name[i] = SheetName[i] is '[' or ']' or ':' or '*' or '?' or '/' or '\\' or < ' ' ? ' ' : SheetName[i];
            var safe = name.Trim('\'').Trim().ToString();
            return safe.Length == 0 ? "result" : safe;
        }
    }
}
