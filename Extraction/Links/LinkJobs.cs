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

    /// <summary>The video that a job of a link is about; null for other jobs.</summary>
    public static VideoId? VideoIdOf(string kind, string key) =>
        (kind == Kind.Name || kind == MediaJobs.Kind.Name) && VideoId.TryParse(key, out var id) ? id : null;

    /// <summary>One job a video, in the order given; of several requests for the same video the first counts.</summary>
    public IReadOnlyList<Job> Create(SubmissionId submissionId, IEnumerable<LinkRequest> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return
        [
            .. requests
                .DistinctBy(request => request.VideoId)
                .Select(request => Create(submissionId, request)),
        ];
    }

    public Job Create(SubmissionId submissionId, LinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var kind = request.Media is null ? Kind : MediaJobs.Kind;
        return factory.Create(
            submissionId,
            kind.Name,
            request.VideoId.Value,
            JsonSerializer.Serialize(request, LinkJson.Default.LinkRequest));
    }
}
