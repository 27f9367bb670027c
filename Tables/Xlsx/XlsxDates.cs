using System.Globalization;

namespace Tables.Xlsx;

/// <summary>
/// Converts dates, which workbooks store as days since 1900 or 1904 and mark by their number format alone.
/// </summary>
internal static class XlsxDates
{
    private const int DaysFrom1900To1904 = 1462;
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss"];

    /// <summary>Checks for a built-in number format that displays a date or a time.</summary>
    public static bool IsDateFormat(int number) =>
        number is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    /// <summary>
    /// Checks for a date or time letter in a format code, outside quotes, brackets, and escapes.
    /// </summary>
    public static bool IsDateFormat(ReadOnlySpan<char> code)
    {
        for (var i = 0; i < code.Length; i++)
        {
            switch (code[i])
            {
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '"':
                    i = SkipTo(code, i, '"');
                    break;
                case '[':
                    if (i + 1 < code.Length && char.ToLowerInvariant(code[i + 1]) is 'h' or 'm' or 's'
                        && code[(i + 2)..].IndexOf(']') is 0 or 1)
                    {
                        return true;
                    }

                    i = SkipTo(code, i, ']');
                    break;
                case 'G' or 'g' when code[i..].StartsWith("General", StringComparison.OrdinalIgnoreCase):
                    i += "General".Length - 1;
                    break;
                case 'y' or 'Y' or 'm' or 'M' or 'd' or 'D' or 'h' or 'H' or 's' or 'S':
                    return true;
                default:
                    break;
            }
        }

        return false;
    }

    /// <summary>Converts a number with a date format to a date cell, or a number cell if it is out of range.</summary>
    public static Cell ToCell(double days, bool since1904)
    {
        const double lastDay = 2_958_466;
        if (days is < 0 or >= lastDay || double.IsNaN(days))
            return Cell.OfNumber(days);

        var seconds = Math.Round(days * 86_400);
        if (seconds < 86_400 && !since1904)
            return Cell.OfTime(TimeSpan.FromSeconds(seconds));

        // The first spreadsheet program treated 1900 as a leap year, and all others have counted that day since.
        var shift = since1904 ? DaysFrom1900To1904 : days < 60 ? 1 : 0;
        var date = new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified).AddSeconds(seconds).AddDays(shift);
        return Cell.OfDate(date);
    }

    /// <summary>Converts the text of a date cell to the number of days that displays it.</summary>
    public static bool TryToDays(string text, out double days, out bool isTime, out bool hasTime)
    {
        days = 0;
        hasTime = isTime = TimeSpan.TryParseExact(text, @"hh\:mm\:ss", CultureInfo.InvariantCulture, out var time);
        if (isTime)
        {
            days = time.TotalDays;
            return true;
        }

        if (!DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return false;

        days = (date - new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified)).TotalDays;
        if (days < 61)
            days--;
        hasTime = date.TimeOfDay != TimeSpan.Zero;
        return days >= 1;
    }

    private static int SkipTo(ReadOnlySpan<char> code, int from, char end) =>
        code[(from + 1)..].IndexOf(end) is var at and >= 0 ? from + 1 + at : code.Length;
}
