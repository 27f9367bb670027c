using System.Text.Json;
using Extraction.Media;
using Jobs;
using Jobs.Running;
using Jobs.Submissions;

namespace Extraction.Links;

/// <summary>Makes the jobs of links.</summary>
public sealed class LinkJobs(JobFactory factory)
{
    public static readonly JobKind Kind = new("link", "links.requested", JobWeight.Light);

    /// <summary>One job a video, in the order given; of several requests for the same video the first counts.</summary>
    public IReadOnlyList<Job> Create(SubmissionId submissionId, IEnumerable<LinkRequest> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return
        [
            .. requests
                .DistinctBy(request => request.VideoId)
                .Select(request => factory.Create(
                    submissionId, request.Media is null ? Kind.Name : MediaJobs.Kind.Name, request.VideoId.Value, JsonSerializer.Serialize(request, LinkJson.Default.LinkRequest))),
        ];
    }
}
