using System.Text.Json;
using Jobs;
using Jobs.Running;
using Jobs.Submissions;

namespace Extraction.Lists;

/// <summary>Creates the jobs of playlists and channels.</summary>
public sealed class ListJobs(JobFactory factory)
{
    /// <summary>The kind of list jobs.</summary>
    public static readonly JobKind Kind = new("list", "lists.requested", JobWeight.Light) { AsksSources = true };

    /// <summary>Creates the job of a list.</summary>
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
