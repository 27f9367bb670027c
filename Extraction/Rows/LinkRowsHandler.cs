using System.Diagnostics;
using Extraction.Links;
using Files.Batches;
using Files.Rows;
using Jobs.Running;

namespace Extraction.Rows;

/// <summary>
/// Reads the links of a batch of rows, and adds a job for each video to the submission. A row without a video link
/// fails on its own.
/// </summary>
public sealed class LinkRowsHandler(LinkJobs links)
    : RowBatchHandler<LinkTask>(LinkTask.Kind, LinkTaskJson.Default.LinkTask)
{
    protected override bool IsValid(LinkTask task) => task is { Column: >= 0 };

    /// <returns>For each row the key of its link's job.</returns>
    protected override async Task<JobOutcome> HandleAsync(
        JobContext context, RowBatch batch, LinkTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(task);
        var requests = new List<LinkRequest>(batch.Rows.Count);
        var results = new List<RowResult>(batch.Rows.Count);
        foreach (var row in batch.Rows)
        {
            var link = task.Column < row.Count ? row[task.Column].Text.Trim() : "";
            var (id, reason) = Read(link);
            results.Add(new RowResult(id is { } video ? [video.Value] : [], reason));
            if (id is { } known)
            {
                requests.Add(
                    new LinkRequest { Link = link, VideoId = known, MaxAge = task.MaxAge, Media = task.Media });
            }
        }

        // Before the result: a row must never name a job that does not exist. A second attempt adds no duplicates.
        if (requests.Count > 0)
            await context.AddJobsAsync(links.Create(context.Job.SubmissionId, requests), cancellationToken);
        return new JobOutcome.Success(new BatchResult(results).ToJson());
    }

    private static (VideoId? Id, string? Reason) Read(string link) => link.Length == 0
        ? (null, "The link is missing.")
        : LinkParser.Parse(link) switch
        {
            ParsedLink.Video video => (video.Id, null),
            ParsedLink.Playlist => (null, NotAVideo("a playlist")),
            ParsedLink.Channel => (null, NotAVideo("a channel")),
            ParsedLink.Refused refused => (null, refused.Reason),
            _ => throw new UnreachableException(),
        };

    private static string NotAVideo(string what) =>
        $"This is the link of {what}, not of a video: send it to POST /links, or give the links of its videos.";
}
