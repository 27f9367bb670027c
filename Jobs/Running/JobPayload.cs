using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Jobs.Running;

/// <summary>Reads stored JSON that an earlier version, or another program, may have written.</summary>
public static class JobPayload
{
    /// <returns>Null if the text is not JSON of this type.</returns>
    public static T? TryRead<T>(string json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
