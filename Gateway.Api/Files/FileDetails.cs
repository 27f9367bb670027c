using System.Text.Json;
using System.Text.Json.Serialization;
using Jobs.Submissions;

namespace Gateway.Api.Files;

/// <summary>What is kept of a file with its submission.</summary>
internal sealed record FileDetails
{
    public const string TypeName = "file";

    public string Type { get; init; } = TypeName;

    public string? Name { get; init; }

    public required FileKind Kind { get; init; }

    /// <summary><c>csv</c> or <c>xlsx</c>.</summary>
    public required string Format { get; init; }

    public string? Encoding { get; init; }

    public char? Separator { get; init; }

    public string? Sheet { get; init; }

    public required bool HasHeader { get; init; }

    /// <summary>The headers, as many as the widest row has cells; empty where there is none.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Columns from 0.</summary>
    public int? Link { get; init; }

    public int? X { get; init; }

    public int? Y { get; init; }

    /// <summary>
    /// Whether the columns of longitude and latitude were found to be the other way about than their headers say.
    /// </summary>
    public bool Swapped { get; init; }

    public required long Rows { get; init; }

    public long EmptyRows { get; init; }

    public required int Batches { get; init; }

    /// <summary>What the licence of the districts wants to be said wherever the result is shown or passed on.</summary>
    public IReadOnlyList<string> Attributions { get; init; } = [];

    public string ToJson() => JsonSerializer.Serialize(this, FilesJson.Default.FileDetails);

    /// <returns>Null when the submission is not of a file.</returns>
    public static FileDetails? Of(Submission submission)
    {
        try
        {
            return submission.Details is { } details
                && JsonSerializer.Deserialize(details, FilesJson.Default.FileDetails) is { Type: TypeName } file
                    ? file
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FileDetails))]
[JsonSerializable(typeof(PreparedFile))]
[JsonSerializable(typeof(FilePreviewView))]
[JsonSerializable(typeof(FileAcceptedView))]
[JsonSerializable(typeof(FileView))]
internal sealed partial class FilesJson : JsonSerializerContext;
