using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Extraction.Links;

/// <summary>Represents a syntactically valid YouTube video ID: 11 characters of <c>A-Z a-z 0-9 - _</c>.</summary>
/// <remarks>Only <see cref="TryParse"/> creates IDs, so an unchecked string cannot pass as one.</remarks>
[JsonConverter(typeof(VideoIdConverter))]
public readonly record struct VideoId
{
    /// <summary>Length of an ID, in characters.</summary>
    public const int Length = 11;

    /// <summary>The characters that YouTube uses in all IDs.</summary>
    internal static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly string? value;

    private VideoId(string value) => this.value = value;

    /// <exception cref="InvalidOperationException">This is <c>default</c>, which is not an ID.</exception>
    public string Value => value ?? throw new InvalidOperationException("A default VideoId has no value.");

    /// <summary>Parses a bare ID; <see cref="LinkParser"/> parses links.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out VideoId id)
    {
        if (text is { Length: Length } && !text.AsSpan().ContainsAnyExcept(Allowed))
        {
            id = new VideoId(text);
            return true;
        }

        id = default;
        return false;
    }

    /// <summary>Parses a bare ID.</summary>
    /// <exception cref="FormatException">The text is not an ID.</exception>
    public static VideoId Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw new FormatException(
                $"Not a YouTube video ID: an ID has {Length} characters of A-Z, a-z, 0-9, - and _.");

    public override string ToString() => value ?? "";
}
