using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace Extraction.Requests;

/// <summary>Reads a duration from zero to ten years in ISO 8601 format.</summary>
internal sealed class MaxAgeConverter : JsonConverter<TimeSpan>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new MemberFormException();

        try
        {
            var age = XmlConvert.ToTimeSpan(reader.GetString()!);
            return age >= TimeSpan.Zero && age <= Longest ? age : throw new MemberFormException();
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw new MemberFormException();
        }
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(XmlConvert.ToString(value));
}
