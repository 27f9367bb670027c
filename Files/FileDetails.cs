using System.Text.Json;
using System.Text.Json.Serialization;
using Files.Columns;
using Files.Preparation;
using Jobs.Running;
using Jobs.Submissions;

namespace Files;

/// <summary>Represents a file, as stored with its submission.</summary>
public sealed record FileDetails
{
    public const string TypeName = "file";

    public string Type { get; init; } = TypeName;

    /// <summary>The sender's name for the file.</summary>
    public string? Name { get; init; }

    /// <summary>Name of the kind of its rows. Earlier versions stored it capitalized.</summary>
    public required string Kind { get; init => field = value?.ToLowerInvariant() ?? ""; }

    /// <summary><c>csv</c> or <c>xlsx</c>.</summary>
    public required string Format { get; init; }

    public string? Encoding { get; init; }

    public char? Separator { get; init; }

    public string? Sheet { get; init; }

    public required bool HasHeader { get; init; }

    /// <summary>The headers, one for each cell of the widest row; empty where there is none.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Zero-based columns by the name of their parameter, stored as members of this object.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Positions { get; set; } = [];

    /// <summary>True if two columns hold each other's values and were exchanged.</summary>
    public bool Swapped { get; init; }

    /// <summary>Number of rows below the header.</summary>
    public required long Rows { get; init; }

    public long EmptyRows { get; init; }

    public required int Batches { get; init; }

    /// <summary>Notices that the license of the data requires with every result.</summary>
    public IReadOnlyList<string> Attributions { get; init; } = [];

    /// <returns>The zero-based column that a parameter names, or null.</returns>
    public int? Position(string parameter) =>
        Positions.TryGetValue(parameter, out var position)
        && position.ValueKind == JsonValueKind.Number && position.TryGetInt32(out var column)
            ? column
            : null;

    public string ToJson() => JsonSerializer.Serialize(this, FilesJson.Default.FileDetails);

    /// <returns>Null if the submission is not of a file.</returns>
    public static FileDetails? Of(Submission submission)
    {
        ArgumentNullException.ThrowIfNull(submission);
        return submission.Details is { } details
            && JobPayload.TryRead(details, FilesJson.Default.FileDetails) is { Type: TypeName } file
                ? file
                : null;
    }

    internal static Dictionary<string, JsonElement> PositionsOf(RowColumns columns) => columns.Positions.ToDictionary(
        pair => pair.Key, pair => JsonSerializer.SerializeToElement(pair.Value, FilesJson.Default.Int32));
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FileDetails))]
[JsonSerializable(typeof(PreparedFile))]
[JsonSerializable(typeof(int))]
internal sealed partial class FilesJson : JsonSerializerContext;
