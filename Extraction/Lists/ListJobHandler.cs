using Extraction.Links;
using Extraction.Sources;
using Jobs.Events;
using Jobs.Failures;
using Jobs.Running;
using Microsoft.Extensions.Options;

namespace Extraction.Lists;

/// <summary>
/// Adds a job for each video of a list, page by page. A page's jobs are added before the next page is requested, and
/// all of them before this job ends, so the submission never counts as done too early. An attempt after a crash adds
/// no job twice.
/// </summary>
public sealed class ListJobHandler(SourceChain chain, LinkJobs links, IOptions<ExtractionOptions> options) : IJobHandler
{
    /// <summary>
    /// Entries per request. A run of yt-dlp reads all pages before the requested part, so small parts would be slow.
    /// </summary>
    internal const int PageLength = 1000;

    public JobKind Kind => ListJobs.Kind;

    public async Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (ListRequest.TryRead(context.Job.Payload) is not { } request)
        {
            return new JobOutcome.Failed(
                new Failure(FailureKind.Invalid, "The job's payload is not a list request: submit the link again."));
        }

        var maxVideos = options.Value.MaxListVideos;
        var seen = new HashSet<VideoId>();
        var added = 0;
        for (var skip = 0; ; skip += PageLength)
        {
            var count = Math.Min(PageLength, maxVideos - skip);
            var answer = await chain.WalkAsync<IListSource, ListPage>(
                request.List.Path,
                "list",
                (source, token) => source.GetListAsync(request.List, skip, count, token),
                context.AddStage,
                cancellationToken);
            if (!answer.TryGet(out var page, out var why))
                return new JobOutcome.Failed(why.Failure);

            var fresh = page.Videos.Where(seen.Add).Select(request.For);
            var jobs = links.Create(context.Job.SubmissionId, fresh);
            added += (await context.AddJobsAsync(jobs, cancellationToken)).Count;
            context.Report(new Progress($"{seen.Count} videos", null));
            var isCut = page.HasMore && skip + PageLength >= maxVideos;
            if (page.HasMore && !isCut)
                continue;

            var cut = isCut
                ? $"The list is longer than Extraction:MaxListVideos ({maxVideos}): videos beyond that were left out."
                : null;
            return new JobOutcome.Success(new ListOutcome(page.Title, seen.Count, added, cut).Write());
        }
    }
}
