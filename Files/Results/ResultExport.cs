using System.Globalization;
using Files.Batches;
using Files.Progress;
using Files.Rows;
using Jobs;
using Jobs.Stores;
using Jobs.Submissions;
using Tables;

namespace Files.Results;

/// <summary>Writes the table of a file with its results, row by row as the store returns them.</summary>
public sealed class ResultExport(IJobReader store, FileBatches batches, RowKinds kinds)
{
    /// <returns>A sentence that says why rows are missing, or null if every row is done.</returns>
    public async Task<string?> FindMissingAsync(
        SubmissionId id, FileDetails file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var counts = await store.CountAsync(id, cancellationToken);
        if (counts.Open > 0)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{counts.Open:N0} of {counts.Total:N0} jobs of this file are not finished: "
                + $"wait until they are, or add partial=true.");
        }

        // The last batch exists from the start; the one before it is added last.
        return file.Batches >= 2 && await store.GetAsync(BatchId.For(id, file.Batches - 2), cancellationToken) is null
            ? "Not all rows of this file were stored: send the file again, or add partial=true."
            : null;
    }

    /// <summary>Loads the states of the jobs that rows started, and creates the layout.</summary>
    public async Task<IResultRows> LayOutAsync(
        SubmissionId id, FileDetails file, RowParameters parameters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var kind = kinds.Of(file);
        return kind.LayOut(file, parameters, await RowJobStates.LoadAsync(
            store, id, kind, withRemarks: true, cancellationToken));
    }

    public async Task WriteAsync(
        SubmissionId id, FileDetails file, IResultRows rows, ITableWriter writer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(writer);
        await writer.WriteRowAsync(rows.Header, cancellationToken);
        var kind = kinds.Of(file).JobKind;
        await foreach (var job in batches.ReadAsync(
            id, file, kind, updatedSince: null, cancellationToken, withPayload: true))
        {
            if (!RowBatchJson.TryRead(job.Payload, out var batch))
                throw new InvalidDataException("A stored batch cannot be read.");
            var result = BatchResult.TryParse(job.Result, out var parsed) ? parsed : null;
            foreach (var row in await rows.CreateAsync(batch, result, MissingReason(job), cancellationToken))
                await writer.WriteRowAsync(row, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private static string MissingReason(Job job) => job.Failure?.Reason
        ?? (job.State == JobState.Cancelled ? "The row was canceled." : "The row is not processed yet.");
}
