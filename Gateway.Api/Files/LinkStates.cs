using Extraction.Links;
using Extraction.Media;
using Jobs;
using Jobs.Stores;
using Jobs.Submissions;

namespace Gateway.Api.Files;

/// <summary>How each link of a file stands, by the key of its job.</summary>
internal sealed class LinkStates
{
    private readonly Dictionary<string, (JobState State, string? Reason)> byKey = new(StringComparer.Ordinal);

    public static async Task<LinkStates> LoadAsync(
        IJobReader store, SubmissionId id, CancellationToken cancellationToken)
    {
        var states = new LinkStates();
        foreach (var kind in (string[])[LinkJobs.Kind.Name, MediaJobs.Kind.Name])
            await states.LoadAsync(store, id, kind, cancellationToken);
        return states;
    }

    /// <summary>A link whose job is not there yet is about to be added.</summary>
    public (JobState State, string? Reason) Find(string key) => byKey.GetValueOrDefault(key, (JobState.Accepted, null));

    private async Task LoadAsync(IJobReader store, SubmissionId id, string kind, CancellationToken cancellationToken)
    {
        JobId? after = null;
        do
        {
            var query = new JobQuery
            {
                SubmissionId = id, Kind = kind, OldestFirst = true, After = after, Limit = JobQuery.MaxLimit,
            };
            var page = await store.ListAsync(query, cancellationToken);
            foreach (var job in page.Items)
                byKey[job.Key] = (job.State, job.Failure?.Reason);
            after = page.Next is null ? null : page.Items[^1].Id;
        }
        while (after is not null);
    }
}
