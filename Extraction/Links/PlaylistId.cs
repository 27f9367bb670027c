using System.Diagnostics.CodeAnalysis;

namespace Extraction.Links;

/// <summary>
/// The id of a playlist that others can see: 12 to 64 characters of <c>A-Z a-z 0-9 - _</c>. The short ones (<c>WL</c>,
/// <c>LL</c>, <c>LM</c>, <c>RDMM</c>) name lists of whoever is signed in, and mean nothing elsewhere.
/// </summary>
public readonly record struct PlaylistId
{
    public const int MinLength = 12;
    public const int MaxLength = 64;

    private readonly string? value;

    private PlaylistId(string value) => this.value = value;

    /// <exception cref="InvalidOperationException">This is <c>default</c>, which is no id.</exception>
    public string Value => value ?? throw new InvalidOperationException("A default PlaylistId has no value.");

    /// <summary>Takes a bare id; links are <see cref="LinkParser"/>'s.</summary>
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

    /// <exception cref="FormatException">The text is not an id.</exception>
    public static PlaylistId Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw new FormatException(
                $"Not a YouTube playlist id: it has {MinLength} to {MaxLength} characters of A-Z, a-z, 0-9, - and _.");

    public override string ToString() => value ?? "";
}
