using Files.Rows;
using Jobs;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Submissions;

namespace Files.Progress;

/// <summary>Holds the states of the jobs that a file's rows started, by the key of the job.</summary>
public sealed class RowJobStates
{
    /// <summary>States per read: about a megabyte.</summary>
    private const int PageStates = 5_000;

    private readonly Dictionary<UInt128, (JobState State, string? Reason)> byKey = [];
    private readonly HashSet<string> reasons = new(StringComparer.Ordinal);

    /// <param name="store">The store.</param>
    /// <param name="id">The submission.</param>
    /// <param name="rows">The kind of the rows.</param>
    /// <param name="withRemarks">Reads also what successful jobs could not do.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    internal static async Task<RowJobStates> LoadAsync(
        IJobReader store, SubmissionId id, RowKind rows, bool withRemarks, CancellationToken cancellationToken)
    {
        var states = new RowJobStates();
        foreach (var kind in rows.RowJobs)
        {
            if (withRemarks && rows.HasRemarks(kind))
                await states.AddWithRemarksAsync(store, id, rows, kind, cancellationToken);
            else
                await states.AddAsync(store, id, kind, cancellationToken);
        }

        return states;
    }

    /// <summary>
    /// Returns the state of a job, and the reason for it or the remark of a successful one. A missing job counts as
    /// accepted: it is about to be added.
    /// </summary>
    public (JobState State, string? Reason) Find(string key) => Find(RowKey.Of(key));

    internal (JobState State, string? Reason) Find(UInt128 key) =>
        byKey.GetValueOrDefault(key, (JobState.Accepted, null));

    private async Task AddAsync(
        IJobReader store, SubmissionId id, JobKind kind, CancellationToken cancellationToken)
    {
        JobId? after = null;
        while (true)
        {
            var page = await store.ListStatesAsync(id, kind.Name, after, PageStates, cancellationToken);
            foreach (var job in page)
                Add(job.Key, job.State, job.Reason);
            if (page.Count < PageStates)
                return;
            after = page[^1].Id;
        }
    }

    private async Task AddWithRemarksAsync(
        IJobReader store, SubmissionId id, RowKind rows, JobKind kind, CancellationToken cancellationToken)
    {
        var query = new JobQuery
        {
            SubmissionId = id, Kind = kind.Name, OldestFirst = true, Limit = JobQuery.MaxLimit, WithDetails = true,
        };
        await foreach (var page in store.ReadPagesAsync(query, cancellationToken))
        {
            foreach (var job in page)
                Add(job.Key, job.State, job.Failure?.Reason ?? (job.Result is { } result ? rows.Remark(result) : null));
        }
    }

    /// <summary>Keeps each reason once: many jobs fail for the same.</summary>
    private void Add(string key, JobState state, string? reason)
    {
        if (reason is not null && !reasons.Add(reason))
            reasons.TryGetValue(reason, out reason);
        byKey[RowKey.Of(key)] = (state, reason);
    }
}
