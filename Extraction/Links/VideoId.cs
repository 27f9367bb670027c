using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Extraction.Links;

/// <summary>The id of a YouTube video: 11 characters of <c>A-Z a-z 0-9 - _</c>.</summary>
/// <remarks>An id is only ever made by <see cref="TryParse"/>, so an unchecked string cannot travel as one.</remarks>
[JsonConverter(typeof(VideoIdConverter))]
public readonly record struct VideoId
{
    public const int Length = 11;

    /// <summary>The characters of every id on YouTube.</summary>
    internal static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly string? value;

    private VideoId(string value) => this.value = value;

    /// <exception cref="InvalidOperationException">This is <c>default</c>, which is no id.</exception>
    public string Value => value ?? throw new InvalidOperationException("A default VideoId has no value.");

    /// <summary>Takes a bare id; links are <see cref="LinkParser"/>'s.</summary>
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

    /// <exception cref="FormatException">The text is not an id.</exception>
    public static VideoId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"Not a YouTube video id: a video id has {Length} characters of A-Z, a-z, 0-9, - and _.");

    public override string ToString() => value ?? "";
}
