using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Extraction.Sources;

/// <summary>
/// Recognizes language tags (BCP 47), and YouTube's own with the key of a named track, as in <c>en-uYU-mmqFLq8</c>.
/// They become part of file names.
/// </summary>
internal static class LanguageTag
{
    private const int MaxLength = 50;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed);
}
