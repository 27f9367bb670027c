using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tables;

/// <summary>Recognizes text that a spreadsheet program would run as a formula.</summary>
/// <remarks>https://owasp.org/www-community/attacks/CSV_Injection</remarks>
internal static class FormulaGuard
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\t\r\n");

    /// <summary>
    /// Separators of other dialects. A program that expects one of them splits there in spite of the quotes, which are
    /// inside of its fields.
    /// </summary>
    private static readonly SearchValues<char> Separators = SearchValues.Create(",;\t|\r\n");

    /// <summary>Checks for a plain or full-width sign at the start, or behind blanks.</summary>
    public static bool IsFormula(string text) =>
        text.Length > 0 && (LineEnds.Contains(text[0]) || IsSign(text.AsSpan(), out _));

    /// <summary>
    /// Puts an apostrophe before what would run as a formula: at the start, and after the separators of other dialects,
    /// except before a plain number.
    /// </summary>
    /// <returns>The text itself if nothing in it would run.</returns>
    public static string Neutralize(string text)
    {
        StringBuilder? safe = null;
        var copied = 0;
        if (IsFormula(text))
            safe = new StringBuilder("'");
        for (var at = text.AsSpan().IndexOfAny(Separators); at >= 0;)
        {
            var rest = text.AsSpan(at + 1);
            if (IsSign(rest, out var sign) && !IsNumber(rest[sign..]))
            {
                safe ??= new StringBuilder(text.Length + 8);
                safe.Append(text, copied, at + 1 - copied).Append('\'');
                copied = at + 1;
            }

            var next = rest.IndexOfAny(Separators);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return safe is null ? text : safe.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>Finds a sign behind characters that programs trim or do not show.</summary>
    private static bool IsSign(ReadOnlySpan<char> text, out int at)
    {
        for (at = 0; at < text.Length; at++)
        {
            // U+2212 is the minus of typography; the others are the full-width forms of =, +, -, and @.
            if (text[at] is '=' or '+' or '-' or '@' or '\u2212' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20')
                return true;
            if (!IsSkipped(text[at]))
                return false;
        }

        return false;
    }

    private static bool IsSkipped(char one) => one == '"' || char.IsWhiteSpace(one) || char.IsControl(one)
        || CharUnicodeInfo.GetUnicodeCategory(one) == UnicodeCategory.Format;

    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(Separators);
        return double.TryParse(
            end < 0 ? text : text[..end], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out _);
    }
}
