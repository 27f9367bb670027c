using System.Diagnostics.CodeAnalysis;

namespace Extraction.Links;

/// <summary>
/// Represents a syntactically valid ID of a public playlist: 12 to 64 characters of <c>A-Z a-z 0-9 - _</c>. The short
/// IDs (<c>WL</c>, <c>LL</c>, <c>LM</c>, <c>RDMM</c>) name lists of the signed-in user and mean nothing to others.
/// </summary>
public readonly record struct PlaylistId
{
    /// <summary>Minimum length of an ID, in characters.</summary>
    public const int MinLength = 12;

    /// <summary>Maximum length of an ID, in characters.</summary>
    public const int MaxLength = 64;

    private readonly string? value;

    private PlaylistId(string value) => this.value = value;

    /// <exception cref="InvalidOperationException">This is <c>default</c>, which is not an ID.</exception>
    public string Value => value ?? throw new InvalidOperationException("A default PlaylistId has no value.");

    /// <summary>Parses a bare ID; <see cref="LinkParser"/> parses links.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PlaylistId id)
    {
        if (text is { Length: >= MinLength and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(VideoId.Allowed))
        {
            id = new PlaylistId(text);
            return true;
        }

        id = default;
        return false;
    }

    /// <summary>Parses a bare ID.</summary>
    /// <exception cref="FormatException">The text is not an ID.</exception>
    public static PlaylistId Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw new FormatException(
                $"Not a YouTube playlist ID: it has {MinLength} to {MaxLength} characters of A-Z, a-z, 0-9, - and _.");

    public override string ToString() => value ?? "";
}
