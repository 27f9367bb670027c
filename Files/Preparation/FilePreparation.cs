using Files.Batches;
using Files.Columns;
using Files.Uploads;
using Jobs.Submissions;
using Microsoft.Extensions.Options;
using Tables;

namespace Files.Preparation;

/// <summary>Checks an upload and splits it into batches.</summary>
public sealed class FilePreparation(
    ColumnFinder columns, BatchSpool spool, IOptions<FilesOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>Rows of a preview.</summary>
    private const int ShownRows = 20;

    private readonly FilesOptions options = options.Value;
    private readonly FileScan scan = new(columns);
    private readonly SemaphoreSlim turns = new(options.Value.MaxConcurrentReads);

    /// <returns>The file, on disk; a crash from here on does not lose it.</returns>
    /// <exception cref="UploadRefusedException">The columns are not found.</exception>
    /// <exception cref="BadSpreadsheetException">The file cannot be read.</exception>
    public Task<PreparedFile> PrepareAsync(
        Upload upload, FileRequest request, string? idempotencyKey, CancellationToken cancellationToken) =>
        InTurnAsync(() => Prepare(upload, request, idempotencyKey, cancellationToken), cancellationToken);

    /// <inheritdoc cref="PrepareAsync"/>
    /// <summary>Reads a file without accepting it.</summary>
    /// <returns>The file as it would be accepted.</returns>
    public Task<FilePreview> PreviewAsync(Upload upload, FileRequest request, CancellationToken cancellationToken) =>
        InTurnAsync(() => Preview(upload, request, cancellationToken), cancellationToken);

    public void Dispose() => turns.Dispose();

    /// <summary>Limits concurrent reads, and keeps them off the threads that serve requests.</summary>
    private async Task<T> InTurnAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(read, cancellationToken);
        }
        finally
        {
            turns.Release();
        }
    }

    private PreparedFile Prepare(
        Upload upload, FileRequest request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var id = SubmissionId.New(clock);
        try
        {
            using var batches = spool.Create(id, options);
            var file = scan.Read(upload, request, Add, cancellationToken);
            if (batches.Rows == 0)
            {
                throw new BadSpreadsheetException(
                    "The file has no rows below its header: send a table with at least one.");
            }

            batches.Complete();
            var kind = file.Found.Kind;
            var prepared = new PreparedFile(
                id.ToString(),
                clock.GetUtcNow(),
                idempotencyKey,
                idempotencyKey is null ? null : FileFingerprint.Of(upload, request),
                kind.JobKind.Name,
                request.Tasks[kind].At(file.Found.Columns).ToJson(),
                batches.LastBatchAt,
                file.Details with { Batches = batches.Batches },
                request.Webhook);
            spool.Keep(prepared);
            return prepared;

            void Add(long number, List<Cell> row)
            {
                if (!batches.TryAdd(row))
                {
                    throw new BadSpreadsheetException(
                        $"Row {number} has more than {options.MaxBatchBytes:N0} bytes: shorten its cells.");
                }
            }
        }
        catch
        {
            spool.Delete(id.ToString());
            throw;
        }
    }

    private FilePreview Preview(Upload upload, FileRequest request, CancellationToken cancellationToken)
    {
        var shown = new List<IReadOnlyList<string>>();
        var file = scan.Read(upload, request, Show, cancellationToken);
        return new FilePreview(file.Details, file.Format, shown);

        void Show(long number, List<Cell> row)
        {
            if (shown.Count < ShownRows)
                shown.Add([.. row.Select(cell => cell.Text)]);
        }
    }
}
