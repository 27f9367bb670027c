using System.Text.Json;
using Jobs;
using Jobs.Running;
using Jobs.Submissions;

namespace Extraction.Lists;

/// <summary>Creates the jobs of playlists and channels.</summary>
public sealed class ListJobs(JobFactory factory)
{
    public static readonly JobKind Kind = new("list", "lists.requested", JobWeight.Light);

    public Job Create(SubmissionId submissionId, ListRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return factory.Create(
            submissionId,
            Kind.Name,
            request.List.Path,
            JsonSerializer.Serialize(request, ListJson.Default.ListRequest));
    }
}
