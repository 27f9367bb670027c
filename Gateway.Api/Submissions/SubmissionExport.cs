using Extraction.Artifacts;
using Extraction.Links;
using Extraction.Media;
using Extraction.Rows;
using Extraction.Videos;
using Gateway.Api.Files;
using Gateway.Api.Problems;
using Jobs;
using Jobs.Stores;
using Jobs.Submissions;
using Tables;
using Tables.Json;
using Tables.Xlsx;

namespace Gateway.Api.Submissions;

/// <summary>Sends the jobs of a submission as a table, a page at a time as the store returns them.</summary>
internal sealed class SubmissionExport(IJobReader store, IVideoStore videos, IArtifactStore artifacts)
{
    private const int PageSize = 500;

    private static readonly XlsxLayout Layout = new() { SheetName = "links" };

    private static readonly Cell[] Header =
    [
        .. new[] { "link", "videoId" }.Concat(VideoCells.Header).Concat(["state", "reason", "artifacts"])
            .Select(Cell.OfText),
    ];

    public async Task<IResult> AnswerAsync(string id, string? format, HttpContext context)
    {
        if (!TableResponse.TryParse(format ?? "json", out var parsed, out var problem))
            return Problem.BadRequest(problem);
        if (!SubmissionId.TryParse(id, out var submissionId)
            || await store.GetSubmissionAsync(submissionId, context.RequestAborted) is null)
        {
            return Problem.NotFound("submission", id);
        }

        await using var writer = TableResponse.Open(
            context.Response, parsed, $"links-{id}", Layout, body => new JsonObjectsWriter(body));
        await WriteAsync(submissionId, writer, context.RequestAborted);
        return Results.Empty;
    }

    private async Task WriteAsync(SubmissionId id, ITableWriter writer, CancellationToken cancellationToken)
    {
        await writer.WriteRowAsync(Header, cancellationToken);
        var query = new JobQuery { SubmissionId = id, OldestFirst = true, Limit = PageSize, WithDetails = true };
        await foreach (var page in store.ReadPagesAsync(query, cancellationToken))
        {
            var known = await ReadVideosAsync(page, cancellationToken);
            foreach (var job in page)
                await writer.WriteRowAsync(await RowAsync(job, known, cancellationToken), cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private async Task<Dictionary<string, Video>> ReadVideosAsync(
        IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var ids = jobs.Where(job => job.State == JobState.Succeeded)
            .Select(job => LinkJobs.VideoIdOf(job.Kind, job.Key))
            .OfType<VideoId>().ToHashSet();
        var found = ids.Count == 0 ? [] : await videos.GetManyAsync(ids, cancellationToken);
        return found.ToDictionary(video => video.Id, StringComparer.Ordinal);
    }

    private async ValueTask<IReadOnlyList<Cell>> RowAsync(
        Job job, Dictionary<string, Video> known, CancellationToken cancellationToken)
    {
        var id = LinkJobs.VideoIdOf(job.Kind, job.Key);
        var video = id is null ? null : known.GetValueOrDefault(job.Key);
        var files = video is null ? [] : await artifacts.ListAsync(id!.Value, cancellationToken);
        return
        [
            Cell.OfText(LinkOf(job, id)),
            Cell.OfText(id?.Value ?? ""),
            .. VideoCells.Of(video),
            Cell.OfText(job.State.ToString().ToLowerInvariant()),
            Cell.OfText(job.Failure?.Reason ?? RemarkOf(job) ?? ""),
            Cell.OfText(string.Join("; ", files.Select(artifact => artifact.Name))),
        ];
    }

    private static string? RemarkOf(Job job) =>
        job.Kind == MediaJobs.Kind.Name ? LinkResult.RemarkOf(job.Result) : null;

    /// <summary>Returns the link of a job. The key of a list's job is its path; other jobs have no link.</summary>
    private static string LinkOf(Job job, VideoId? id) =>
        id is not null ? $"https://www.youtube.com/watch?v={id}"
        : job.Key.StartsWith('/') ? $"https://www.youtube.com{job.Key}"
        : "";
}
