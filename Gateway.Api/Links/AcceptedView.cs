using Extraction.Links;
using Jobs;
using Jobs.Submissions;

namespace Gateway.Api.Links;

/// <summary>Represents the answer to accepted links.</summary>
/// <param name="Id">The submission.</param>
/// <param name="Jobs">One job per video, in the order of the links; repeated videos share one job.</param>
/// <param name="Status">The address of the submission.</param>
/// <param name="Events">The address of its live events.</param>
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
/// <param name="Link">The link as the caller sent it.</param>
/// <param name="VideoId">
/// The video; absent for a playlist or channel, whose videos become jobs of their own.
/// </param>
internal sealed record AcceptedJobView(string Id, string Link, string? VideoId)
{
    public static AcceptedJobView Of(Job job, string link) =>
        new(job.Id.ToString(), link, LinkJobs.VideoIdOf(job.Kind, job.Key)?.Value);
}
