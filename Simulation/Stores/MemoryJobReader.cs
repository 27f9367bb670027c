using Jobs;
using Jobs.Stores;
using Jobs.Submissions;
using Simulation.Faults;

namespace Simulation.Stores;

/// <summary>Reads the store in memory.</summary>
internal sealed class MemoryJobReader(StoreData data) : IJobReader
{
    public ValueTask<Job?> GetAsync(JobId id, CancellationToken cancellationToken)
    {
        lock (data.Gate)
            return ValueTask.FromResult(data.Jobs.GetValueOrDefault(id));
    }

    public ValueTask<Submission?> GetSubmissionAsync(SubmissionId id, CancellationToken cancellationToken)
    {
        lock (data.Gate)
            return ValueTask.FromResult(data.Submissions.GetValueOrDefault(id));
    }

    public ValueTask<Page<Submission>> ListSubmissionsAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            return ValueTask.FromResult(Page.Cut(
                [
                    .. data.Submissions.Values
                        .Where(one => after is not { } last || one.Id.Value < last.Value)
                        .OrderByDescending(one => one.Id.Value)
                        .Take(limit + 1),
                ],
                limit,
                one => one.Id.ToString()));
        }
    }

    public ValueTask<SubmissionCounts> CountAsync(SubmissionId id, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            var counts = data.CountsOf(id);
            return ValueTask.FromResult(
                data.Mutant is Mutant.NotifiesEarly && counts is { Open: 1, Total: > 1 }
                    ? counts with { Accepted = 0, Queued = 0, Running = 0, Retrying = 0 }
                    : counts);
        }
    }

    public ValueTask<SubmissionCounts> CountAllAsync(CancellationToken cancellationToken)
    {
        lock (data.Gate)
            return ValueTask.FromResult(Count(data.Jobs.Keys));
    }

    public ValueTask<Page<Job>> ListAsync(JobQuery query, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            var found = (query.SubmissionId is { } submission
                    ? data.Members.GetValueOrDefault(submission, []).Select(id => data.Jobs[id])
                    : data.Jobs.Values)
                .Where(job => (query.States.Count == 0 || query.States.Contains(job.State))
                    && (query.Kind is null || job.Kind == query.Kind)
                    && (query.UpdatedSince is not { } since || job.UpdatedAt >= since)
                    && (query.After is not { } after || IsAfter(job.Id, after, query.OldestFirst))
                    && (query.Through is not { } through || !IsAfter(job.Id, through, query.OldestFirst)));
            var sorted = query.OldestFirst
                ? found.OrderBy(job => job.Id.Value)
                : found.OrderByDescending(job => job.Id.Value);
            return ValueTask.FromResult(Cut([.. sorted.Take(query.Limit + 1).Select(job => Trim(job, query))], query));
        }
    }

    public ValueTask<IReadOnlyList<JobStatus>> ListStatesAsync(
        SubmissionId id, string kind, JobId? after, int limit, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            return ValueTask.FromResult<IReadOnlyList<JobStatus>>(
            [
                .. data.Members.GetValueOrDefault(id, [])
                    .Select(job => data.Jobs[job])
                    .Where(job => job.Kind == kind && (after is not { } last || job.Id.Value > last.Value))
                    .OrderBy(job => job.Id.Value)
                    .Take(limit)
                    .Select(job => new JobStatus(job.Id, job.Key, job.State, job.Failure?.Reason)),
            ]);
        }
    }

    private static bool IsAfter(JobId id, JobId other, bool oldestFirst) =>
        oldestFirst ? id.Value > other.Value : id.Value < other.Value;

    private static Job Trim(Job job, JobQuery query) => job with
    {
        Payload = query.WithPayload ? job.Payload : "",
        Result = query.WithDetails ? job.Result : null,
        Stages = query.WithDetails ? job.Stages : [],
    };

    /// <summary>Ends a page at its number of jobs, or before it has too many bytes.</summary>
    private static Page<Job> Cut(List<Job> found, JobQuery query)
    {
        var (count, bytes) = (0, 0L);
        while (count < Math.Min(found.Count, query.Limit))
        {
            bytes += found[count].Payload.Length + (found[count].Result?.Length ?? 0);
            if (count > 0 && bytes > query.MaxBytes)
                break;
            count++;
        }

        return new Page<Job>(
            found[..count], count < found.Count ? found[count - 1].Id.ToString() : null);
    }

    private SubmissionCounts Count(IEnumerable<JobId> ids) => SubmissionCounts.From(
        ids.CountBy(id => data.Jobs[id].State).ToDictionary());
}
