using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Media;
using Files.Columns;
using Files.Rows;
using Jobs.Running;

namespace Extraction.Rows;

/// <summary>Represents the task for each row of links: the task of a <see cref="Files.Batches.RowBatch"/>.</summary>
/// <param name="Column">Zero-based column of the links.</param>
/// <param name="MaxAge">Maximum age of a stored document that is reused; absent means the configured age.</param>
/// <param name="Media">Files requested for each video; absent means none.</param>
public sealed record LinkTask(int Column, TimeSpan? MaxAge = null, MediaRequest? Media = null) : IRowTask
{
    /// <summary>Kind of the jobs that turn rows into jobs of links.</summary>
    public static readonly JobKind Kind = new("link-rows", "link-rows.requested", JobWeight.Light);

    [JsonIgnore]
    public string? RefusalForOtherKinds => Media is null
        ? null
        : "Audio, video, captions, and thumbnails are for links, and this file has none: leave them out, "
            + "or set kind=links.";

    public IRowTask At(RowColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return this with { Column = columns["link"] };
    }

    public string ToJson() => JsonSerializer.Serialize(this, LinkTaskJson.Default.LinkTask);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LinkTask))]
internal sealed partial class LinkTaskJson : JsonSerializerContext;
