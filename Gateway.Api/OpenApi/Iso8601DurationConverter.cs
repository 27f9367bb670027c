using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace Gateway.Api.OpenApi;

/// <summary>Converts durations in ISO 8601 format, <c>PT3M33S</c>, the schema format <c>duration</c>.</summary>
internal sealed class Iso8601DurationConverter : JsonConverter<TimeSpan?>
{
    public override TimeSpan? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text ? XmlConvert.ToTimeSpan(text) : null;

    public override void Write(Utf8JsonWriter writer, TimeSpan? value, JsonSerializerOptions options)
    {
        if (value is { } duration)
            writer.WriteStringValue(XmlConvert.ToString(duration));
        else
            writer.WriteNullValue();
    }
}
