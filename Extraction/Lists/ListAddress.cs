using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Links;

namespace Extraction.Lists;

/// <summary>
/// Represents the page that lists the videos of a playlist or a channel: a path on YouTube, built from validated parts.
/// </summary>
[JsonConverter(typeof(ListAddressConverter))]
public sealed record ListAddress
{
    private ListAddress(string path) => Path = path;

    /// <summary>The path: <c>/playlist?list=PL…</c>, or a channel's videos tab, <c>/@name/videos</c>.</summary>
    public string Path { get; }

    /// <summary>The absolute address.</summary>
    public Uri Url => new($"https://www.youtube.com{Path}");

    /// <summary>Returns the page of a playlist.</summary>
    public static ListAddress Of(PlaylistId id) => new($"/playlist?list={id.Value}");

    /// <summary>Returns the videos tab of a channel.</summary>
    public static ListAddress Of(ChannelAddress channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return new ListAddress($"{channel.Path}/videos");
    }

    /// <summary>Parses a value of <see cref="Path"/>; no other path is accepted.</summary>
    public static bool TryParse([NotNullWhen(true)] string? path, [NotNullWhen(true)] out ListAddress? address)
    {
        address = path is ['/', not '/', ..] ? LinkParser.Parse($"https://www.youtube.com{path}") switch
        {
            ParsedLink.Playlist(var id) => Of(id),
            ParsedLink.Channel(var channel) => Of(channel),
            _ => null,
        } : null;
        return address is not null;
    }

    public override string ToString() => Path;
}

/// <summary>Writes a list as a JSON string, and validates it when reading.</summary>
internal sealed class ListAddressConverter : JsonConverter<ListAddress>
{
    public override ListAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && ListAddress.TryParse(reader.GetString(), out var address)
            ? address
            : throw new JsonException("A list is the path of a playlist or a channel.");

    public override void Write(Utf8JsonWriter writer, ListAddress value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.Path);
    }
}
