using System.Text;
using Files.Columns;
using Files.Spooling;
using Files.Uploads;
using Jobs.Submissions;
using Jobs.Time;
using Microsoft.Extensions.Options;
using Tables;

namespace Files.Preparation;

/// <summary>Checks an upload and splits it into batches.</summary>
public sealed class FilePreparation(
    ColumnFinder columns, IBatchSpool spool, IOptions<FilesOptions> options, TimeProvider clock,
    StoreClock storeClock) : IDisposable
{
    /// <summary>Rows of a preview.</summary>
    private const int ShownRows = 20;

    private readonly FilesOptions options = options.Value;
    private readonly FileScan scan = new(columns);
    private readonly SemaphoreSlim turns = new(options.Value.MaxConcurrentReads);

    /// <returns>The file; the caller disposes it.</returns>
    /// <exception cref="UploadRefusedException">The file is rejected, or too many are waiting.</exception>
    /// <exception cref="BadSpreadsheetException">The file cannot be read.</exception>
    public Task<PreparedBatches> PrepareAsync(
        Upload upload, FileRequest request, string? idempotencyKey, CancellationToken cancellationToken) =>
        InTurnAsync(
            upload, token => SplitAsync(upload, request, idempotencyKey, token), cancellationToken);

    /// <inheritdoc cref="PrepareAsync"/>
    /// <summary>Reads a file without accepting it.</summary>
    /// <returns>The file as it would be accepted.</returns>
    public Task<FilePreview> PreviewAsync(Upload upload, FileRequest request, CancellationToken cancellationToken) =>
        InTurnAsync(upload, token => ReadFirstAsync(upload, request, token), cancellationToken);

    public void Dispose() => turns.Dispose();

    /// <summary>
    /// Limits concurrent reads and their time, with the unpacking that precedes them, and keeps them off the threads
    /// that serve requests.
    /// </summary>
    private async Task<T> InTurnAsync<T>(
        Upload upload, Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        if (!await turns.WaitAsync(options.TurnTimeout, cancellationToken))
        {
            throw new UploadRefusedException(
                UploadRefusal.Busy,
                $"Other files are read, and the turn of this one did not come within "
                + $"{options.TurnTimeout.TotalMinutes:0.#} minutes: send it again later.");
        }

        using var timeout = new CancellationTokenSource(options.ReadTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            if (upload.Unpack is { } unpack)
                await unpack(either.Token);
            return await Task.Run(() => read(either.Token), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UploadRefusedException(
                UploadRefusal.TooLarge,
                $"The file was not read within {options.ReadTimeout.TotalMinutes:0.#} minutes: send it in parts.");
        }
        finally
        {
            turns.Release();
        }
    }

    private async Task<PreparedBatches> SplitAsync(
        Upload upload, FileRequest request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var id = SubmissionId.New(clock);
        using var batches = new BatchWriter(options);
        ISpoolWriter? spooled = null;
        try
        {
            var file = await scan.ReadAsync(upload, request, AddAsync, cancellationToken);
            if (batches.Rows == 0)
            {
                throw new BadSpreadsheetException(
                    "The file has no rows below its header: send a table with at least one.");
            }

            if (file.Details.Columns.Sum(Encoding.UTF8.GetByteCount) > options.MaxBatchBytes)
            {
                throw new BadSpreadsheetException(
                    $"The header has more than {options.MaxBatchBytes:N0} bytes: shorten its cells.");
            }

            batches.Complete();
            await SpoolAsync();
            var last = batches.TakeLast();
            upload.Share?.Take(last.Lines.Length);
            if (spooled is not null)
                await spooled.AddAsync(last.Batches, last.Lines, cancellationToken);
            var kind = file.Found.Kind;
            var prepared = new PreparedFile(
                id.ToString(),
                storeClock.Now,
                idempotencyKey,
                idempotencyKey is null ? null : FileFingerprint.Of(upload, request),
                kind.JobKind.Name,
                request.Tasks[kind].At(file.Found.Columns).ToJson(),
                file.Details with { Batches = batches.Batches },
                request.Webhook,
                PreparedFile.CurrentVersion);
            return new PreparedBatches(prepared, BatchLine.Split(last.Lines.Span), spooled);
        }
        catch
        {
            if (spooled is not null)
                await spooled.DisposeAsync();
            throw;
        }

        async ValueTask AddAsync(long number, List<Cell> row)
        {
            if (!batches.TryAdd(row))
            {
                throw new BadSpreadsheetException(
                    $"Row {number} has more than {options.MaxBatchBytes:N0} bytes: shorten its cells.");
            }

            await SpoolAsync();
        }

        // A file of one page needs no spool: its batches are stored together with its submission.
        async ValueTask SpoolAsync()
        {
            if (!batches.TryTakeFull(out var count, out var lines))
                return;
            upload.Share?.Take(lines.Length);
            spooled ??= await CreateAsync(id, cancellationToken);
            await spooled.AddAsync(count, lines, cancellationToken);
        }
    }

    private async Task<ISpoolWriter> CreateAsync(SubmissionId id, CancellationToken cancellationToken) =>
        await spool.CountAsync(options.MaxWaitingFiles, cancellationToken) < options.MaxWaitingFiles
            ? await spool.CreateAsync(id, cancellationToken)
            : throw new UploadRefusedException(
                UploadRefusal.Busy,
                $"The limit of {options.MaxWaitingFiles:N0} waiting files is reached: send this one again later, "
                + "or raise Files:MaxWaitingFiles.");

    private async Task<FilePreview> ReadFirstAsync(
        Upload upload, FileRequest request, CancellationToken cancellationToken)
    {
        var shown = new List<IReadOnlyList<string>>();
        var file = await scan.ReadAsync(upload, request, Show, cancellationToken);
        return new FilePreview(file.Details, file.Format, shown);

        ValueTask Show(long number, List<Cell> row)
        {
            if (shown.Count < ShownRows)
                shown.Add([.. row.Select(cell => cell.Text)]);
            return ValueTask.CompletedTask;
        }
    }
}
