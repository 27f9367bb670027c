using System.Text.Json;
using System.Text.Json.Serialization;
using Files;
using Files.Preparation;
using Files.Progress;
using Jobs.Submissions;

namespace Gateway.Api.Files;

/// <summary>Describes a file that is not accepted.</summary>
/// <param name="Kind">Kind of its rows.</param>
/// <param name="Format"><c>csv</c> or <c>xlsx</c>.</param>
/// <param name="Encoding">Encoding of a csv.</param>
/// <param name="Separator">Separator of a csv; <c>tab</c> for a tab.</param>
/// <param name="Sheet">The sheet that is read.</param>
/// <param name="Sheets">All sheets of the workbook.</param>
/// <param name="Header">True if the first row names the columns.</param>
/// <param name="Columns">The headers, one for each cell of the widest row.</param>
/// <param name="Swapped">True if two columns hold each other's values and were exchanged.</param>
/// <param name="Rows">Number of rows below the header.</param>
/// <param name="EmptyRows">Number of rows without any value, which are skipped.</param>
/// <param name="FirstRows">The first rows below the header.</param>
internal sealed record FilePreviewView(
    string Kind, string Format, string? Encoding, string? Separator, string? Sheet, IReadOnlyList<string>? Sheets,
    bool Header, IReadOnlyList<string> Columns, bool Swapped, long Rows, long EmptyRows,
    IReadOnlyList<IReadOnlyList<string>> FirstRows)
{
    /// <summary>Numbers of the found columns, from 1, by the name of their parameter.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Positions { get; set; } = [];

    public static FilePreviewView Of(FilePreview preview)
    {
        var file = preview.Details;
        return new FilePreviewView(
            file.Kind, file.Format, file.Encoding, file.Separator is '\t' ? "tab" : file.Separator?.ToString(),
            file.Sheet, preview.Format.Sheets, file.HasHeader, file.Columns, file.Swapped, file.Rows, file.EmptyRows,
            preview.FirstRows)
        {
            Positions = file.Positions.Keys.ToDictionary(name => name, name => Number(file.Position(name) + 1)),
        };
    }

    private static JsonElement Number(int? column) =>
        JsonSerializer.SerializeToElement(column, FilesViewJson.Default.NullableInt32);
}

/// <summary>Describes an accepted file.</summary>
/// <param name="Id">The submission.</param>
/// <param name="Kind">Kind of its rows.</param>
/// <param name="Rows">Number of rows to process.</param>
/// <param name="Swapped">True if two columns hold each other's values and were exchanged.</param>
/// <param name="Status">Address of the submission's state.</param>
/// <param name="Events">Address of its live events.</param>
/// <param name="Result">Address of the table with the results.</param>
internal sealed record FileAcceptedView(
    string Id, string Kind, long Rows, bool Swapped, string Status, string Events, string Result)
{
    public static FileAcceptedView Of(SubmissionId id, FileDetails file)
    {
        var address = $"/submissions/{id}";
        return new FileAcceptedView(
            id.ToString(), file.Kind, file.Rows, file.Swapped, address, $"{address}/events", $"{address}/result");
    }
}

/// <summary>Describes the file of a submission, and the progress of its rows.</summary>
/// <param name="Name">The sender's name for it.</param>
/// <param name="Kind">Kind of its rows.</param>
/// <param name="Rows">Number of rows below the header.</param>
/// <param name="Done">Rows with a result.</param>
/// <param name="Failed">Rows without one; each has a reason.</param>
/// <param name="Waiting">Rows still to process.</param>
/// <param name="Result">Address of the table with the results.</param>
/// <param name="Attributions">Notices that the license of the data requires with every result.</param>
internal sealed record FileView(
    string? Name, string Kind, long Rows, long Done, long Failed, long Waiting, string Result,
    IReadOnlyList<string>? Attributions)
{
    public static FileView Of(SubmissionId id, RowCounts counts)
    {
        var file = counts.File;
        return new FileView(
            file.Name, file.Kind, file.Rows, counts.Done, counts.Failed, counts.Waiting, $"/submissions/{id}/result",
            file.Attributions.Count == 0 ? null : file.Attributions);
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FilePreviewView))]
[JsonSerializable(typeof(FileAcceptedView))]
[JsonSerializable(typeof(FileView))]
[JsonSerializable(typeof(int?))]
internal sealed partial class FilesViewJson : JsonSerializerContext;
