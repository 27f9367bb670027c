using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Media;
using Jobs.Running;

namespace Extraction.Rows;

/// <summary>What is to be done with the rows of a batch: the task of a <see cref="Jobs.Rows.RowBatch"/>.</summary>
/// <param name="Column">The column with the links, from 0.</param>
/// <param name="MaxAge">How old a stored document may be to be taken as it is; absent means the configured age.</param>
/// <param name="Media">What is wanted of each video besides its metadata; absent means nothing.</param>
public sealed record LinkTask(int Column, TimeSpan? MaxAge = null, MediaRequest? Media = null)
{
    /// <summary>The kind of the jobs that turn rows into jobs of links.</summary>
    public static readonly JobKind Kind = new("link-rows", "link-rows.requested", JobWeight.Light);

    public string ToJson() => JsonSerializer.Serialize(this, LinkTaskJson.Default.LinkTask);

    /// <returns>Null when it is none.</returns>
    public static LinkTask? TryParse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, LinkTaskJson.Default.LinkTask) is { Column: >= 0 } task
                ? task
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LinkTask))]
internal sealed partial class LinkTaskJson : JsonSerializerContext;
