namespace Tables;

/// <summary>What a workbook shows besides its rows.</summary>
public sealed record XlsxLayout
{
    public const int MaxSheetNameLength = 31;

    /// <summary>Characters that a sheet's name may not have become spaces.</summary>
    public string SheetName { get; init; } = "result";

    /// <summary>A line above the table.</summary>
    public string? Title { get; init; }

    /// <summary>A second sheet with one line each: where the data comes from, say.</summary>
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
