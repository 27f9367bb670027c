using System.Runtime.CompilerServices;
using Jobs;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Submissions;

namespace Files.Batches;

/// <summary>Reads the batches of a file from the store.</summary>
public sealed class FileBatches(IJobReader store)
{
    /// <summary>Batches per read: some hundred kilobytes.</summary>
    private const int PageBatches = 40;

    /// <summary>Reads batches in the order of their rows, with payload and result.</summary>
    /// <param name="id">The submission.</param>
    /// <param name="kind">Kind of the batches' jobs.</param>
    /// <param name="updatedSince">Excludes batches that last changed before.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async IAsyncEnumerable<Job> ReadAsync(
        SubmissionId id, JobKind kind, DateTimeOffset? updatedSince,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var query = new JobQuery
        {
            SubmissionId = id,
            Kind = kind.Name,
            UpdatedSince = updatedSince,
            OldestFirst = true,
            Limit = PageBatches,
            WithDetails = true,
        };
        await foreach (var page in store.ReadPagesAsync(query, cancellationToken))
        {
            foreach (var job in page)
                yield return job;
        }
    }
}
