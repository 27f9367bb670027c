using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Extraction.Sources;

/// <summary>
/// Cleans the text of sources where it enters, so that it can neither move the cursor of a terminal that shows a log,
/// nor forge a line of one, nor show itself in another order than it is stored. Pure.
/// </summary>
/// <remarks>https://trojansource.codes</remarks>
public static class SourceText
{
    /// <summary>Characters of one sentence about a failure.</summary>
    public const int MaxReason = 500;

    /// <summary>
    /// Controls, line and paragraph separators, embeddings, overrides, and isolates, annotations, and surrogates, which
    /// may be unpaired.
    /// </summary>
    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        [
            .. Range('\u0000', '\u001F'), .. Range('\u007F', '\u009F'), .. Range('\u2028', '\u202E'),
            .. Range('\u2066', '\u2069'), .. Range('\uD800', '\uDFFF'), '\uFEFF', .. Range('\uFFF9', '\uFFFB'),
        ]);

    /// <summary>Cleans text of one line: a control becomes a space.</summary>
    /// <param name="text">The text of a source.</param>
    /// <param name="maxLength">Characters to keep.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Line(string? text, int maxLength) => Clean(text, maxLength, keepsLines: false);

    /// <summary>Cleans text of several lines: keeps line feeds, and tabs as spaces.</summary>
    /// <inheritdoc cref="Line"/>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Lines(string? text, int maxLength) => Clean(text, maxLength, keepsLines: true);

    /// <summary>
    /// Cleans a caption, which is a file of its own: keeps the order of right-to-left text, and removes controls.
    /// </summary>
    /// <inheritdoc cref="Line"/>
    public static string Caption(string text, int maxLength) =>
        Clean(text, maxLength, keepsLines: true, keepsOrder: true)!;

    private static string? Clean(string? text, int maxLength, bool keepsLines, bool keepsOrder = false)
    {
        if (text is null || (text.Length <= maxLength && !text.AsSpan().ContainsAny(Suspicious)))
            return text;

        var clean = new StringBuilder(Math.Min(text.Length, maxLength));
        for (var i = 0; i < text.Length && clean.Length < maxLength; i++)
        {
            var one = text[i];
            if (!Suspicious.Contains(one))
                clean.Append(one);
            else if (char.IsSurrogatePair(text, i) && clean.Length + 1 < maxLength)
                clean.Append(one).Append(text[++i]);
            else if (char.IsSurrogate(one))
                clean.Append('\uFFFD');
            else if (keepsOrder && one is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))
                clean.Append(one);
            else if (!IsInvisible(one) && !(one == '\r' && i + 1 < text.Length && text[i + 1] == '\n'))
                clean.Append(keepsLines && IsLineEnd(one) ? '\n' : ' ');
        }

        return clean.ToString();
    }

    /// <summary>Characters without a width, which leave no gap.</summary>
    private static bool IsInvisible(char one) => one is '\0' or '\uFEFF' or (>= '\u202A' and <= '\u202E')
        or (>= '\u2066' and <= '\u2069') or (>= '\uFFF9' and <= '\uFFFB');

    private static bool IsLineEnd(char one) => one is '\n' or '\r' or '\u2028' or '\u2029';

    private static IEnumerable<char> Range(char first, char last)
    {
        for (int one = first; one <= last; one++)
            yield return (char)one;
    }
}
