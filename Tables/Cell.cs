using System.Globalization;

namespace Tables;

/// <summary>
/// One cell of a table: what kind of value it is, and its text, which is the same whatever file it came from.
/// </summary>
/// <remarks>
/// The text of a number is a plain decimal (<c>127.371</c>), of a date ISO 8601 (<c>2024-04-22</c>,
/// <c>2024-04-22 10:43:00</c>, <c>10:43:00</c>), of a truth value <c>TRUE</c> or <c>FALSE</c>.
/// </remarks>
public readonly record struct Cell
{
    /// <summary>
    /// Excel keeps 15 digits; a longer number, a card's or an account's, would lose its last ones and stays text.
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

    /// <summary>An empty text is an empty cell.</summary>
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

    /// <summary>The shortest text that gives the number back; one that no plain decimal gives stays text.</summary>
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

    public static Cell OfTime(TimeSpan value) => new(CellKind.Date, value.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture));

    /// <summary>
    /// A field of a text file: a number if it is one that a spreadsheet shows as it is written, else text.
    /// </summary>
    /// <remarks>
    /// <c>007</c>, <c>1E5</c>, <c>+82</c> and twenty digits are texts: as numbers they would not come back.
    /// </remarks>
    public static Cell Infer(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsPlainNumber(text) ? new Cell(CellKind.Number, text) : OfText(text);
    }

    public static Cell Restore(CellKind kind, string text) => kind == CellKind.Empty ? Empty : new Cell(kind, text);

    /// <summary>Whether a text is <c>-?(0|[1-9][0-9]*)(\.[0-9]+)?</c> with at most 15 digits.</summary>
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

/// <summary>What a cell holds.</summary>
public enum CellKind
{
    Empty = 0,
    Text = 1,
    Number = 2,
    Date = 3,
    Boolean = 4,
}
