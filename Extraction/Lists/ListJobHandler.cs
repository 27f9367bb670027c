using System.Diagnostics;
using Extraction.Links;
using Extraction.Sources;
using Jobs.Events;
using Jobs.Failures;
using Jobs.Running;
using Microsoft.Extensions.Options;

namespace Extraction.Lists;

/// <summary>
/// Makes jobs of the videos of a list, page by page. The submission has a page's jobs before the next page is asked
/// for, and all of them before this job ends, so it never counts as done too early; an attempt after a crash adds none
/// twice.
/// </summary>
public sealed class ListJobHandler(SourceChain chain, LinkJobs links, IOptions<ExtractionOptions> options) : IJobHandler
{
    /// <summary>
    /// Entries asked for at once: a run of yt-dlp reads all pages before, so many small parts would be slow.
    /// </summary>
    internal const int PageLength = 1000;

    public JobKind Kind => ListJobs.Kind;

    public async Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (ListRequest.TryRead(context.Job.Payload) is not { } request)
            return new JobOutcome.Failed(
                new Failure(FailureKind.Invalid, "The job's payload is not a list request: submit the link again."));

        var most = options.Value.MaxListVideos;
        var seen = new HashSet<VideoId>();
        var added = 0;
        for (var skip = 0; ; skip += PageLength)
        {
            var answer = await chain.WalkAsync<IListSource, ListPage>(
                request.List.Path,
                "list",
                (source, token) => AskAsync(source, request.List, skip, Math.Min(PageLength, most - skip), token),
                context.AddStage,
                cancellationToken);
            if (answer.Value is not { } page)
                return new JobOutcome.Failed(answer.Failed!.Failure);

            var fresh = page.Videos.Where(seen.Add).Select(request.For);
            added += (await context.AddJobsAsync(links.Create(context.Job.SubmissionId, fresh), cancellationToken)).Count;
            context.Report(new Progress($"{seen.Count} videos", null));
            var isCut = page.HasMore && skip + PageLength >= most;
            if (page.HasMore && !isCut)
                continue;

            var cut = isCut
                ? $"The list is longer than Extraction:MaxListVideos ({most}): its videos beyond that were left out."
                : null;
            return new JobOutcome.Success(new ListOutcome(page.Title, seen.Count, added, cut).Write());
        }
    }

    private static async Task<SourceAnswer<ListPage>> AskAsync(
        IListSource source, ListAddress list, int skip, int count, CancellationToken cancellationToken) =>
        await source.GetListAsync(list, skip, count, cancellationToken) switch
        {
            ListResult.Found(var page) => new(page, null),
            ListResult.Failed(var why) => new(null, why),
            _ => throw new UnreachableException(),
        };
}
