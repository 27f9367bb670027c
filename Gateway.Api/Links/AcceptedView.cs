using Extraction.Links;
using Jobs;
using Jobs.Submissions;

namespace Gateway.Api.Links;

/// <summary>The answer to links that were accepted.</summary>
/// <param name="Id">The submission.</param>
/// <param name="Jobs">One job a video, in the order of the links; the same video twice is one job.</param>
/// <param name="Status">Where the state of the submission is read.</param>
/// <param name="Events">Where it is told live.</param>
internal sealed record AcceptedView(string Id, IReadOnlyList<AcceptedJobView> Jobs, string Status, string Events)
{
    public static string AddressOf(SubmissionId id) => $"/submissions/{id}";

    public static AcceptedView Of(SubmissionId id, IReadOnlyList<Job> jobs, IReadOnlyList<CheckedLink> checkedLinks)
    {
        var address = AddressOf(id);
        var views = new AcceptedJobView[jobs.Count];
        if (jobs.Count == checkedLinks.Count)
        {
            for (var i = 0; i < views.Length; i++)
                views[i] = AcceptedJobView.Of(jobs[i], checkedLinks[i].Link);
        }
        else
        {
            var links = checkedLinks.DistinctBy(link => link.Key).ToDictionary(link => link.Key, link => link.Link);
            for (var i = 0; i < views.Length; i++)
                views[i] = AcceptedJobView.Of(jobs[i], links[jobs[i].Key]);
        }

        return new AcceptedView(id.ToString(), views, address, $"{address}/events");
    }
}

/// <param name="Id">The job.</param>
/// <param name="Link">The link as it was given.</param>
/// <param name="VideoId">
/// The video it is of; absent for a playlist or channel, whose videos are jobs of their own.
/// </param>
internal sealed record AcceptedJobView(string Id, string Link, string? VideoId)
{
    public static AcceptedJobView Of(Job job, string link) =>
        new(job.Id.ToString(), link, LinkJobs.VideoIdOf(job.Kind, job.Key)?.Value);
}
