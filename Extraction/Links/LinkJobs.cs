using System.Text.Json;
using Extraction.Media;
using Jobs;
using Jobs.Running;
using Jobs.Submissions;

namespace Extraction.Links;

/// <summary>Creates the jobs of links.</summary>
public sealed class LinkJobs(JobFactory factory)
{
    /// <summary>The kind of link jobs without files.</summary>
    public static readonly JobKind Kind = new("link", "links.requested", JobWeight.Light) { AsksSources = true };

    /// <summary>Returns the video of a link's job; null for other jobs.</summary>
    public static VideoId? VideoIdOf(string kind, string key) =>
        (kind == Kind.Name || kind == MediaJobs.Kind.Name) && VideoId.TryParse(key, out var id) ? id : null;

    /// <summary>Creates one job per video, in order; the first of several requests for the same video counts.</summary>
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

    /// <summary>Creates the job of one link; its kind depends on the requested files.</summary>
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
