using System.Buffers;

namespace Tables;

/// <summary>Recognizes text that a spreadsheet program would run as a formula.</summary>
/// <remarks>https://owasp.org/www-community/attacks/CSV_Injection</remarks>
internal static class FormulaGuard
{
    private static readonly SearchValues<char> Starts = SearchValues.Create("=+-@\t\r");

    public static bool IsFormula(string text) => text.Length > 0 && Starts.Contains(text[0]);
}
