using System.Text.Json;
using System.Text.Json.Serialization;

namespace Extraction.Requests;

/// <summary>
/// Reads the name of one value in any case. The built-in converter also reads "mp3,m4a", which it combines to another
/// value.
/// </summary>
internal sealed class EnumNameConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadName(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());

    internal static T ReadName(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String
        && reader.GetString() is [var first, ..] name
        && char.IsAsciiLetter(first)
        && name.All(char.IsAsciiLetterOrDigit)
        && Enum.TryParse<T>(name, ignoreCase: true, out var value)
            ? value
            : throw new MemberFormException();
}
