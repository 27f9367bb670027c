using Extraction.Artifacts;
using Extraction.Links;
using Extraction.Videos;
using Files.Batches;
using Gateway.Api.Videos;
using Jobs;
using Tables;

namespace Gateway.Api.Files;

/// <summary>Rows with what is known of the video of their link after all columns.</summary>
internal sealed class LinkResultRows(
    FileDetails file, FilesOptions options, LinkStates states, IVideoStore videos, IArtifactStore artifacts) : IResultRows
{
    public IReadOnlyList<Cell> Header { get; } =
        [.. file.Columns.Concat(VideoCells.Header).Append("state").Append(options.ReasonColumn).Append("artifacts").Select(Cell.OfText)];

    public async ValueTask<IReadOnlyList<IReadOnlyList<Cell>>> MakeAsync(
        RowBatch batch, BatchResult? result, string? whyNot, CancellationToken cancellationToken)
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
                : Nothing(JobState.Failed, whyNot));
            rows.Add(cells);
        }

        return rows;
    }

    private IEnumerable<Cell> Found(RowResult row, Dictionary<string, (Video Video, string Artifacts)> known)
    {
        if (row.Failed)
            return Nothing(JobState.Failed, row.Reason);

        var (state, reason) = states.Find(row.Values[0]);
        if (state != JobState.Succeeded || !known.TryGetValue(row.Values[0], out var found))
            return Nothing(state, reason);

        return [.. VideoCells.Of(found.Video), Word(state), Cell.Empty, Cell.OfText(found.Artifacts)];
    }

    private static IEnumerable<Cell> Nothing(JobState state, string? reason) =>
        [.. VideoCells.Of(null), Word(state), Cell.OfText(reason ?? "")];

    private async Task<Dictionary<string, (
        Video, string)>> ReadVideosAsync(BatchResult? result, CancellationToken cancellationToken)
    {
        var ids = (result?.Rows ?? [])
            .Where(row => !row.Failed && states.Find(row.Values[0]).State == JobState.Succeeded)
            .Select(row => VideoId.TryParse(row.Values[0], out var id) ? id : (VideoId?)null).OfType<VideoId>()
            .ToHashSet();
        var known = new Dictionary<string, (Video, string)>(StringComparer.Ordinal);
        foreach (var video in ids.Count == 0 ? [] : await videos.GetManyAsync(ids, cancellationToken))
        {
            var files = await artifacts.ListAsync(VideoId.Parse(video.Id), cancellationToken);
            known[video.Id] = (video, string.Join("; ", files.Select(artifact => artifact.Name)));
        }

        return known;
    }

    private static Cell Word(JobState state) => Cell.OfText(state.ToString().ToLowerInvariant());
}
