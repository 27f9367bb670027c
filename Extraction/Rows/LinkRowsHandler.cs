using Extraction.Links;
using Files.Batches;
using Jobs.Failures;
using Jobs.Running;

namespace Extraction.Rows;

/// <summary>
/// Reads the links of a batch of rows, and adds a job for each video to the submission. A row whose text is no link of
/// a video fails alone.
/// </summary>
public sealed class LinkRowsHandler(LinkJobs links) : IJobHandler
{
    public JobKind Kind => LinkTask.Kind;

    /// <returns>For each row the key of its link's job.</returns>
    public async Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!RowBatchJson.TryRead(context.Job.Payload, out var batch) || LinkTask.TryParse(batch.Task) is not { } task)
            return new JobOutcome.Failed(new Failure(FailureKind.Invalid, "The batch is not one of rows with links."));

        var requests = new List<LinkRequest>(batch.Rows.Count);
        var results = new List<RowResult>(batch.Rows.Count);
        foreach (var row in batch.Rows)
        {
            var link = task.Column < row.Count ? row[task.Column].Text.Trim() : "";
            var (id, reason) = Read(link);
            results.Add(new RowResult(id is { } video ? [video.Value] : [], reason));
            if (id is { } known)
                requests.Add(
                    new LinkRequest { Link = link, VideoId = known, MaxAge = task.MaxAge, Media = task.Media });
        }

        // Before the result: rows that name a job must never be known without it. A second attempt adds none twice.
        if (requests.Count > 0)
            await context.AddJobsAsync(links.Create(context.Job.SubmissionId, requests), cancellationToken);
        return new JobOutcome.Success(new BatchResult(results).ToJson());
    }

    private static (VideoId? Id, string? Reason) Read(string link) => link.Length == 0
        ? (null, "The link is missing.")
        : LinkParser.Parse(link) switch
        {
            ParsedLink.Video video => (video.Id, null),
            ParsedLink.Playlist => (null, "This is the link of a playlist, which no row can be: send it to POST /links, or give the links of its videos."),
            ParsedLink.Channel => (null, "This is the link of a channel, which no row can be: send it to POST /links, or give the links of its videos."),
            ParsedLink.Refused refused => (null, refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
