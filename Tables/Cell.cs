using System.Globalization;

namespace Tables;

/// <summary>
/// Represents one cell of a table: the kind of its value, and its text, which does not depend on the file format.
/// </summary>
/// <remarks>
/// A number's text is a plain decimal (<c>127.371</c>), a date's is ISO 8601 (<c>2024-04-22</c>,
/// <c>2024-04-22 10:43:00</c>, <c>10:43:00</c>), and a Boolean's is <c>TRUE</c> or <c>FALSE</c>.
/// </remarks>
public readonly record struct Cell
{
    /// <summary>
    /// Excel keeps 15 digits. A longer number, such as a card or account number, stays text to keep its last digits.
    /// </summary>
    public const int MaxNumberDigits = 15;

    private readonly string? text;

    private Cell(CellKind kind, string text)
    {
        Kind = kind;
        this.text = text;
    }

    public static Cell Empty => default;

    public CellKind Kind { get; }

    public string Text => text ?? "";

    public bool IsEmpty => Kind == CellKind.Empty;

    /// <summary>Creates a text cell, or an empty cell if the text is empty.</summary>
    public static Cell OfText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? Empty : new Cell(CellKind.Text, text);
    }

    /// <exception cref="ArgumentException">The text is not a plain decimal.</exception>
    public static Cell OfNumber(string text) =>
        IsPlainNumber(text)
            ? new Cell(CellKind.Number, text)
            : throw new ArgumentException("Not a plain decimal number.", nameof(text));

    /// <summary>
    /// Creates a cell with the shortest text that round-trips, or a text cell if no plain decimal does.
    /// </summary>
    public static Cell OfNumber(double number)
    {
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        if (shortest.Contains('E', StringComparison.Ordinal) && Math.Abs(number) is > 1e-15 and < 1e15)
            shortest = ((decimal)number).ToString(CultureInfo.InvariantCulture);
        return IsPlainNumber(shortest) ? new Cell(CellKind.Number, shortest) : new Cell(CellKind.Text, shortest);
    }

    public static Cell OfBoolean(bool value) => new(CellKind.Boolean, value ? "TRUE" : "FALSE");

    public static Cell OfDate(DateTime value) => new(CellKind.Date, value.ToString(
        value.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));

    public static Cell OfTime(TimeSpan value) =>
        new(CellKind.Date, value.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture));

    /// <summary>
    /// Creates a cell from a field of a text file: a number if a spreadsheet displays it as written, otherwise text.
    /// </summary>
    /// <remarks>
    /// <c>007</c>, <c>1E5</c>, <c>+82</c>, and 20-digit numbers are text because they do not round-trip as numbers.
    /// </remarks>
    public static Cell Infer(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsPlainNumber(text) ? new Cell(CellKind.Number, text) : OfText(text);
    }

    /// <summary>Creates a cell from values that another cell had.</summary>
    public static Cell Restore(CellKind kind, string text) => kind == CellKind.Empty ? Empty : new Cell(kind, text);

    /// <summary>Checks for the form <c>-?(0|[1-9][0-9]*)(\.[0-9]+)?</c> with at most 15 digits.</summary>
    public static bool IsPlainNumber(ReadOnlySpan<char> text)
    {
        var rest = text.StartsWith('-') ? text[1..] : text;
        var whole = rest.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : rest.Length;
        if (whole == 0 || rest.Length > MaxNumberDigits + 1 || (whole > 1 && rest[0] == '0'))
            return false;
        if (whole == rest.Length)
            return whole <= MaxNumberDigits;
        return rest[whole] == '.' && whole + 1 < rest.Length && !rest[(whole + 1)..].ContainsAnyExceptInRange('0', '9');
    }
}

/// <summary>Specifies the kind of value in a cell.</summary>
public enum CellKind
{
    Empty = 0,
    Text = 1,
    Number = 2,
    Date = 3,
    Boolean = 4,
}
