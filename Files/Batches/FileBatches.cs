using System.Runtime.CompilerServices;
using Jobs;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Submissions;

namespace Files.Batches;

/// <summary>Reads the batches of a file from the store.</summary>
public sealed class FileBatches(IJobReader store)
{
    /// <summary>Batches per read: some hundred kilobytes, and at most <see cref="JobQuery.MaxBytes"/>.</summary>
    private const int PageBatches = 40;

    /// <summary>Reads batches in the order of their rows, with their results.</summary>
    /// <param name="id">The submission.</param>
    /// <param name="file">The file.</param>
    /// <param name="kind">Kind of the batches' jobs.</param>
    /// <param name="updatedSince">Excludes batches that last changed before.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="withPayload">Reads also the rows as sent.</param>
    public async IAsyncEnumerable<Job> ReadAsync(
        SubmissionId id, FileDetails file, JobKind kind, DateTimeOffset? updatedSince,
        [EnumeratorCancellation] CancellationToken cancellationToken, bool withPayload = false)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(kind);
        var query = new JobQuery
        {
            SubmissionId = id,
            Kind = kind.Name,
            UpdatedSince = updatedSince,
            OldestFirst = true,

            // The jobs that rows start follow, and can be many more.
            Through = BatchId.For(id, Math.Max(0, file.Batches - 1)),
            Limit = PageBatches,
            WithDetails = true,
            WithPayload = withPayload,
        };
        await foreach (var page in store.ReadPagesAsync(query, cancellationToken))
        {
            foreach (var job in page)
                yield return job;
        }
    }
}
