using Files.Rows;
using Jobs;
using Jobs.Stores;
using Jobs.Submissions;

namespace Files.Progress;

/// <summary>Holds the states of the jobs that a file's rows started, by the key of the job.</summary>
public sealed class RowJobStates
{
    private readonly Dictionary<string, (JobState State, string? Reason)> byKey = new(StringComparer.Ordinal);

    internal static async Task<RowJobStates> LoadAsync(
        IJobReader store, SubmissionId id, RowKind rows, CancellationToken cancellationToken)
    {
        var states = new RowJobStates();
        foreach (var kind in rows.RowJobs)
        {
            var query = new JobQuery
            {
                SubmissionId = id, Kind = kind.Name, OldestFirst = true, Limit = JobQuery.MaxLimit,
            };
            await foreach (var page in store.ReadPagesAsync(query, cancellationToken))
            {
                foreach (var job in page)
                    states.byKey[job.Key] = (job.State, job.Failure?.Reason);
            }
        }

        return states;
    }

    /// <summary>Returns the state of a job. A missing job counts as accepted: it is about to be added.</summary>
    public (JobState State, string? Reason) Find(string key) => byKey.GetValueOrDefault(key, (JobState.Accepted, null));
}
