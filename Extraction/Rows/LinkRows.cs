using System.Diagnostics.CodeAnalysis;
using Extraction.Artifacts;
using Extraction.Links;
using Extraction.Media;
using Extraction.Requests;
using Extraction.Videos;
using Files;
using Files.Columns;
using Files.Progress;
using Files.Results;
using Files.Rows;
using Jobs.Running;
using Microsoft.Extensions.Options;
using Tables;

namespace Extraction.Rows;

/// <summary>Defines rows with a link: each row starts the job of its video.</summary>
public sealed class LinkRows(
    IVideoStore videos, IArtifactStore artifacts, IOptions<FilesOptions> options) : RowKind
{
    private const string Link = "link";

    private static readonly string[] Headers = ["link", "links", "url", "video", "링크", "주소창", "영상"];

    public override string Name => "links";

    public override JobKind JobKind => LinkTask.Kind;

    public override IReadOnlyList<JobKind> RowJobs { get; } = [LinkJobs.Kind, MediaJobs.Kind];

    public override IReadOnlyList<string> ColumnParameters { get; } = [Link];

    public override string ColumnAdvice => "name it with link";

    public override string UploadHelp =>
        "For links, audio, bitrate, video, maxHeight, maxFps, captions, captionFormat, and thumbnail request files, "
        + "as in POST /links.";

    public override string ResultHelp =>
        "For links, title, author, duration, published, views, state, and artifacts follow the columns of the file.";

    public override bool HasRemarks(JobKind kind) => kind == MediaJobs.Kind;

    public override string? Remark(string result) => LinkResult.RemarkOf(result);

    public override bool TryReadTask(
        RowParameters parameters, [NotNullWhen(true)] out IRowTask? task, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        task = LinksRequestReader.TryReadParameters(links: [], name => parameters[name], out var request, out problem)
            ? new LinkTask(0, Media: request.ToMedia())
            : null;
        return task is not null;
    }

    public override bool IsValue(Cell cell) =>
        cell.Text.Contains('.', StringComparison.Ordinal) && IsLinkOrId(cell);

    public override RowColumns? FindColumns(
        TableSample sample, IReadOnlyDictionary<string, string> columns, bool requested)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.TryGetValue(Link, out var named))
            return At(sample.Named(named));

        // Any eleven letters, such as a license plate, can be a bare ID: they count only if links are requested.
        if (requested)
            return At(TableSample.Best(sample.SharesOf(IsLinkOrId)) ?? sample.WithHeader(Headers));
        return At(TableSample.Best(sample.SharesOf(IsValue)));
    }

    public override IResultRows LayOut(FileDetails file, RowParameters parameters, RowJobStates jobs) =>
        new LinkResultRows(file, options.Value, jobs, videos, artifacts);

    private static RowColumns? At(int? column) =>
        column is { } found ? new RowColumns(new Dictionary<string, int> { [Link] = found }) : null;

    private static bool IsLinkOrId(Cell cell) =>
        cell.Kind == CellKind.Text && LinkParser.Parse(cell.Text.Trim()) is not ParsedLink.Refused;
}
