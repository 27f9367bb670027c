using Extraction.Artifacts;
using Extraction.Links;
using Extraction.Videos;
using Gateway.Api.Problems;
using Gateway.Api.Videos;
using Jobs;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.Net.Http.Headers;
using Tables;
using Tables.Csv;
using Tables.Json;
using Tables.Xlsx;

namespace Gateway.Api.Submissions;

/// <summary>
/// Sends the jobs of a submission as a table, a page at a time as the store gives them, whatever their number.
/// </summary>
internal sealed class SubmissionExport(IJobReader store, IVideoStore videos, IArtifactStore artifacts)
{
    private const int PageSize = 500;

    private static readonly Cell[] Header =
    [
        .. new[] { "link", "videoId" }.Concat(VideoCells.Header).Concat(["state", "reason", "artifacts"])
        .Select(Cell.OfText),
    ];

    public async Task<IResult> AnswerAsync(string id, string? format, HttpContext context)
    {
        if (format is not (null or "json" or "csv" or "xlsx"))
            return Problem.BadRequest("The parameter format is \"json\", \"csv\" or \"xlsx\".");
        if (!SubmissionId.TryParse(id, out var submissionId)
            || await store.GetSubmissionAsync(submissionId, context.RequestAborted) is null)
        {
            return Problem.NotFound("submission", id);
        }

        SetHeaders(context.Response, id, format ?? "json");
        await using var writer = Open(context.Response.Body, format);
        await SendAsync(submissionId, writer, context.RequestAborted);
        return Results.Empty;
    }

    private static ITableWriter Open(Stream body, string? format) => format switch
    {
        "csv" => new CsvTableWriter(body),
        "xlsx" => new XlsxTableWriter(body, new XlsxLayout { SheetName = "links" }),
        _ => new JsonObjectsWriter(body),
    };

    private static void SetHeaders(HttpResponse response, string id, string format)
    {
        response.ContentType = format switch
        {
            "csv" => "text/csv; charset=utf-8",
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => "application/json",
        };
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"links-{id}.{format}");
        response.Headers.ContentDisposition = disposition.ToString();
    }

    private async Task SendAsync(SubmissionId id, ITableWriter writer, CancellationToken cancellationToken)
    {
        await writer.WriteRowAsync(Header, cancellationToken);
        JobId? after = null;
        do
        {
            var query = new JobQuery { SubmissionId = id, OldestFirst = true, After = after, Limit = PageSize };
            var page = await store.ListAsync(query, cancellationToken);
            var known = await ReadVideosAsync(page.Items, cancellationToken);
            foreach (var job in page.Items)
                await writer.WriteRowAsync(await RowAsync(job, known, cancellationToken), cancellationToken);
            after = page.Next is null ? null : page.Items[^1].Id;
        }
        while (after is not null);
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
            Cell.OfText(LinkOf(job, id)), Cell.OfText(id?.Value ?? ""), .. VideoCells.Of(video), Cell.OfText(
                job.State.ToString().ToLowerInvariant()),
            Cell.OfText(job.Failure?.Reason ?? ""), Cell.OfText(
                string.Join("; ", files.Select(artifact => artifact.Name))),
        ];
    }

    /// <summary>The key of a list's job is its path; jobs of other work have no link.</summary>
    private static string LinkOf(Job job, VideoId? id) =>
        id is not null ? $"https://www.youtube.com/watch?v={id}" : job.Key.StartsWith('/') ? $"https://www.youtube.com{job.Key}" : "";
}
