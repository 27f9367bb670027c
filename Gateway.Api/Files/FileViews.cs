using Jobs.Submissions;
using Tables;

namespace Gateway.Api.Files;

/// <summary>What was recognised of a file, before anything is accepted.</summary>
/// <param name="Kind"><c>links</c> or <c>coordinates</c>.</param>
/// <param name="Format"><c>csv</c> or <c>xlsx</c>.</param>
/// <param name="Encoding">Of a csv.</param>
/// <param name="Separator">Of a csv; <c>tab</c> for a tab.</param>
/// <param name="Sheet">The sheet that is read.</param>
/// <param name="Sheets">All sheets of the workbook.</param>
/// <param name="Header">Whether the first row names the columns.</param>
/// <param name="Columns">The headers, as many as the widest row has cells.</param>
/// <param name="Link">Number of the column with links, from 1.</param>
/// <param name="X">Number of the column with longitudes, from 1.</param>
/// <param name="Y">Number of the column with latitudes, from 1.</param>
/// <param name="Swapped">Whether longitude and latitude are the other way about than the headers say.</param>
/// <param name="Rows">Rows below the header.</param>
/// <param name="EmptyRows">Rows without any value, which are passed over.</param>
/// <param name="FirstRows">The first rows below the header.</param>
internal sealed record FilePreviewView(
    string Kind, string Format, string? Encoding, string? Separator, string? Sheet, IReadOnlyList<string>? Sheets, bool Header,
    IReadOnlyList<string> Columns, int? Link, int? X, int? Y, bool Swapped, long Rows, long EmptyRows,
    IReadOnlyList<IReadOnlyList<string>> FirstRows)
{
    public static FilePreviewView Of(
        FileDetails file, TableFormat format, IReadOnlyList<IReadOnlyList<string>> firstRows) =>
        new(
        file.Kind.Word(), file.Format, file.Encoding, file.Separator is '\t'
            ? "tab"
            : file.Separator?.ToString(), file.Sheet, format.Sheets,
        file.HasHeader, file.Columns, file.Link + 1, file.X + 1, file.Y + 1, file.Swapped, file.Rows, file.EmptyRows, firstRows);
}

/// <summary>The answer to a file that was accepted.</summary>
/// <param name="Id">The submission.</param>
/// <param name="Kind"><c>links</c> or <c>coordinates</c>.</param>
/// <param name="Rows">Rows that will be looked up.</param>
/// <param name="Swapped">
/// Whether longitude and latitude were found the other way about than the headers say, and taken so.
/// </param>
/// <param name="Status">Where the state of the submission is read.</param>
/// <param name="Events">Where it is told live.</param>
/// <param name="Result">Where the table with the results is read.</param>
internal sealed record FileAcceptedView(
    string Id, string Kind, long Rows, bool Swapped, string Status, string Events, string Result)
{
    public static FileAcceptedView Of(SubmissionId id, FileDetails file)
    {
        var address = $"/submissions/{id}";
        return new FileAcceptedView(
            id.ToString(),
            file.Kind.Word(),
            file.Rows,
            file.Swapped,
            address,
            $"{address}/events",
            $"{address}/result");
    }
}

/// <summary>A submission's file and how far its rows are.</summary>
/// <param name="Name">As its sender calls it.</param>
/// <param name="Kind"><c>links</c> or <c>coordinates</c>.</param>
/// <param name="Rows">Rows below the header.</param>
/// <param name="Done">Rows with a result.</param>
/// <param name="Failed">Rows without one; each has its reason.</param>
/// <param name="Waiting">Rows that are still to be done.</param>
/// <param name="Result">Where the table with the results is read.</param>
/// <param name="Attributions">What has to be said wherever the result is shown or passed on.</param>
internal sealed record FileView(
    string? Name, string Kind, long Rows, long Done, long Failed, long Waiting, string Result, IReadOnlyList<string>? Attributions);

internal static class FileKinds
{
    public static string Word(this FileKind kind) => kind == FileKind.Links ? "links" : "coordinates";
}
