using Extraction.Artifacts;
using Extraction.Links;
using Extraction.Videos;
using Files;
using Files.Batches;
using Files.Progress;
using Files.Results;
using Jobs;
using Tables;

namespace Extraction.Rows;

/// <summary>Lays out rows with the video of their link after the columns of the file.</summary>
internal sealed class LinkResultRows(
    FileDetails file, FilesOptions options, RowJobStates jobs, IVideoStore videos, IArtifactStore artifacts)
    : IResultRows
{
    public IReadOnlyList<Cell> Header { get; } =
    [
        .. file.Columns.Concat(VideoCells.Header).Append("state").Append(options.ReasonColumn).Append("artifacts")
            .Select(Cell.OfText),
    ];

    public async ValueTask<IReadOnlyList<IReadOnlyList<Cell>>> CreateAsync(
        RowBatch batch, BatchResult? result, string missingReason, CancellationToken cancellationToken)
    {
        var known = await ReadVideosAsync(result, cancellationToken);
        var rows = new List<IReadOnlyList<Cell>>(batch.Rows.Count);
        for (var i = 0; i < batch.Rows.Count; i++)
        {
            var cells = new List<Cell>(Header.Count);
            for (var column = 0; column < file.Columns.Count; column++)
                cells.Add(column < batch.Rows[i].Count ? batch.Rows[i][column] : Cell.Empty);
            cells.AddRange(result is not null && i < result.Rows.Count
                ? Found(result.Rows[i], known)
                : Nothing(JobState.Failed, missingReason));
            rows.Add(cells);
        }

        return rows;
    }

    private IEnumerable<Cell> Found(RowResult row, Dictionary<string, FoundVideo> known)
    {
        if (row.Failed)
            return Nothing(JobState.Failed, row.Reason);

        var (state, reason) = jobs.Find(row.Values[0]);
        return state == JobState.Succeeded && known.TryGetValue(row.Values[0], out var found)
            ? [.. VideoCells.Of(found.Video), StateCell(state), Cell.OfText(reason ?? ""), Cell.OfText(found.Artifacts)]
            : Nothing(state, reason);
    }

    private static IEnumerable<Cell> Nothing(JobState state, string? reason) =>
        [.. VideoCells.Of(null), StateCell(state), Cell.OfText(reason ?? "")];

    private async Task<Dictionary<string, FoundVideo>> ReadVideosAsync(
        BatchResult? result, CancellationToken cancellationToken)
    {
        var ids = (result?.Rows ?? [])
            .Where(row => !row.Failed && jobs.Find(row.Values[0]).State == JobState.Succeeded)
            .Select(row => VideoId.TryParse(row.Values[0], out var id) ? id : (VideoId?)null).OfType<VideoId>()
            .ToHashSet();
        var known = new Dictionary<string, FoundVideo>(StringComparer.Ordinal);
        foreach (var video in ids.Count == 0 ? [] : await videos.GetManyAsync(ids, cancellationToken))
        {
            var files = await artifacts.ListAsync(VideoId.Parse(video.Id), cancellationToken);
            known[video.Id] = new FoundVideo(video, string.Join("; ", files.Select(artifact => artifact.Name)));
        }

        return known;
    }

    private static Cell StateCell(JobState state) => Cell.OfText(state.ToString().ToLowerInvariant());

    private readonly record struct FoundVideo(Video Video, string Artifacts);
}
