using System.Text.Json;
using System.Text.Json.Serialization;

namespace Extraction.Links;

/// <summary>Writes an ID as a JSON string, and validates it when reading.</summary>
internal sealed class VideoIdConverter : JsonConverter<VideoId>
{
    public override VideoId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && VideoId.TryParse(reader.GetString(), out var id)
            ? id
            : throw new JsonException(
                $"A video ID is a string of {VideoId.Length} characters of A-Z, a-z, 0-9, - and _.");

    public override void Write(Utf8JsonWriter writer, VideoId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
