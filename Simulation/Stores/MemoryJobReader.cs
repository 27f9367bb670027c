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
                    && (query.After is not { } after
                        || (query.OldestFirst ? job.Id.Value > after.Value : job.Id.Value < after.Value)));
            var sorted = query.OldestFirst
                ? found.OrderBy(job => job.Id.Value)
                : found.OrderByDescending(job => job.Id.Value);
            return ValueTask.FromResult(Page.Cut(
                [
                    .. sorted.Take(query.Limit + 1).Select(job =>
                        query.WithDetails ? job : job with { Payload = "", Result = null, Stages = [] }),
                ],
                query.Limit,
                job => job.Id.ToString()));
        }
    }

    private SubmissionCounts Count(IEnumerable<JobId> ids) => SubmissionCounts.From(
        ids.CountBy(id => data.Jobs[id].State).ToDictionary());
}
