using System.Text.Json;
using System.Text.Json.Serialization;

namespace Extraction.Requests;

/// <summary>Reads a string or a list of strings; writes a list.</summary>
internal sealed class StringsConverter : JsonConverter<IReadOnlyList<string>>, IMemberForms
{
    public IReadOnlyList<Type> Forms { get; } = [typeof(string), typeof(string[])];

    public override bool HandleNull => true;

    public override IReadOnlyList<string> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return [reader.GetString()!];
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new MemberFormException();

        var strings = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            strings.Add(reader.GetString()!);
        return reader.TokenType == JsonTokenType.EndArray
            ? strings
            : throw new MemberFormException(strings.Count + 1);
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var text in value)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
