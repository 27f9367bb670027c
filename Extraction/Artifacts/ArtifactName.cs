using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Extraction.Artifacts;

/// <summary>
/// Represents the name of an artifact, such as <c>audio-128k.mp3</c>: 1 to 80 characters of <c>a-z A-Z 0-9 . - _</c>,
/// not starting with a dot. Safe as a file name on every system, and in a URL.
/// </summary>
public readonly record struct ArtifactName
{
    /// <summary>Maximum length of a name, in characters.</summary>
    public const int MaxLength = 80;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");

    private readonly string? value;

    private ArtifactName(string value) => this.value = value;

    /// <exception cref="InvalidOperationException">This is <c>default</c>, which is not a name.</exception>
    public string Value => value ?? throw new InvalidOperationException("A default ArtifactName has no value.");

    /// <summary>Parses a name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ArtifactName name)
    {
        if (text is { Length: > 0 and <= MaxLength } && text[0] != '.' && !text.AsSpan().ContainsAnyExcept(Allowed))
        {
            name = new ArtifactName(text);
            return true;
        }

        name = default;
        return false;
    }

    /// <summary>Parses a name.</summary>
    /// <exception cref="FormatException">The text is not a name.</exception>
    public static ArtifactName Parse(string text) =>
        TryParse(text, out var name)
            ? name
            : throw new FormatException(
                $"Not the name of an artifact: a name has 1 to {MaxLength} characters of A-Z, a-z, 0-9, dot, - and _.");

    public override string ToString() => value ?? "";
}
