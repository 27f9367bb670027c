using System.Runtime.CompilerServices;
using Extraction.Rows;
using Geocoding.Rows;
using Jobs;
using Jobs.Stores;
using Jobs.Submissions;

namespace Gateway.Api.Files;

/// <summary>The batches of a file as the store has them.</summary>
internal sealed class FileBatches(IJobReader store)
{
    /// <summary>Batches read at once: some hundred kilobytes.</summary>
    private const int PageBatches = 40;

    /// <summary>In the order of the rows, with payload and result.</summary>
    /// <param name="id">The submission.</param>
    /// <param name="kind">Of the file.</param>
    /// <param name="updatedSince">Only batches that changed at or after this.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<Job> ReadAsync(
        SubmissionId id, FileKind kind, DateTimeOffset? updatedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JobId? after = null;
        do
        {
            var query = new JobQuery
            {
                SubmissionId = id,
                Kind = kind == FileKind.Links ? LinkTask.Kind.Name : RowsHandler.RowsKind.Name,
                UpdatedSince = updatedSince,
                OldestFirst = true,
                After = after,
                Limit = PageBatches,
                WithDetails = true,
            };
            var page = await store.ListAsync(query, cancellationToken);
            foreach (var job in page.Items)
                yield return job;
            after = page.Next is null ? null : page.Items[^1].Id;
        }
        while (after is not null);
    }
}
