using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Files.Uploads;

/// <summary>
/// Writes uploads to disk, and decompresses gzip once an upload is read. Only complete uploads are read, so a truncated
/// one leaves nothing.
/// </summary>
public sealed class UploadStore(
    IOptions<FilesOptions> options, UploadFolder folder, UploadBudget budget, TimeProvider clock)
{
    private readonly FilesOptions options = options.Value;

    /// <param name="body">The file as sent.</param>
    /// <param name="name">The sender's name for it.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    /// <exception cref="UploadRefusedException">The upload is rejected.</exception>
    public async Task<Upload> SaveAsync(Stream body, string? name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var share = budget.Enter();
        using var timeout = new CancellationTokenSource(options.UploadTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await SaveAsync(body, name, share, either.Token);
        }
        catch (Exception error)
        {
            share.Dispose();
            if (error is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new UploadRefusedException(
                    UploadRefusal.Malformed,
                    $"The upload took longer than {options.UploadTimeout.TotalMinutes:0.#} minutes: send it in parts, "
                    + "compress it with gzip, or use a faster connection.");
            }

            throw;
        }
    }

    private async Task<Upload> SaveAsync(
        Stream body, string? name, UploadShare share, CancellationToken cancellationToken)
    {
        var path = folder.NewFile();
        try
        {
            string sha256;
            bool isPacked;
            await using (var file = new FileStream(
                path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, useAsync: true))
            {
                sha256 = await CopyAsync(body, file, share, cancellationToken);
                isPacked = await GzipFile.IsGzipAsync(file, cancellationToken);
            }

            return new Upload(
                path, string.IsNullOrWhiteSpace(name) ? null : Path.GetFileName(name.Replace('\\', '/')), sha256)
            {
                Unpack = isPacked ? token => UnpackAsync(path, share, token) : null,
                Share = share,
            };
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Returns the exception for an upload that exceeds the limit.</summary>
    public UploadRefusedException TooLarge() => new(
        UploadRefusal.TooLarge,
        $"The file is larger than {options.MaxFileBytes / (1024 * 1024):N0} MiB: send it in parts, or compress it with "
        + "gzip.");

    private async Task<string> CopyAsync(
        Stream body, FileStream file, UploadShare share, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            share.Take(read);
            digest.AppendData(buffer, 0, read);
            await WriteAsync(file, buffer.AsMemory(0, read), cancellationToken);
            if (file.Length > options.MaxFileBytes)
                throw TooLarge();
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    /// <summary>Distinguishes an error of the disk from one of the connection.</summary>
    private async ValueTask WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
            await file.FlushAsync(cancellationToken);
        }
        catch (IOException error)
        {
            throw folder.Unwritable(error);
        }
    }

    /// <summary>Replaces the compressed file with its contents.</summary>
    private async Task UnpackAsync(string path, UploadShare share, CancellationToken cancellationToken)
    {
        var unpackedPath = path + ".unpacked";
        try
        {
            await using (var packed = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true))
            await using (var file = new FileStream(
                unpackedPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, useAsync: true))
            {
                await GzipFile.UnpackAsync(packed, file, options.MaxUnpackedBytes, share, cancellationToken);
            }

            File.Move(unpackedPath, path, overwrite: true);
        }
        catch (Exception error)
        {
            File.Delete(unpackedPath);
            if (error is IOException)
                throw folder.Unwritable(error);
            throw;
        }
    }
}
