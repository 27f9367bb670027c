using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Jobs;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Gateway.Api.Files;

/// <summary>
/// Takes the body of a request to disk, as it is or out of a form, and unpacks gzip. Only what has arrived whole is
/// looked at, so an upload that is cut leaves nothing behind.
/// </summary>
internal sealed class UploadReader(IOptions<FilesOptions> options, IOptions<DataOptions> data)
{
    private const int MaxFieldBytes = 4 * 1024;
    private const int MaxFields = 32;
    private const int MaxUnpackedRatio = 250;
    private const long RatioFreeBytes = 16 * 1024 * 1024;

    private readonly FilesOptions options = options.Value;

    /// <summary>Uploads while they are looked at; what a crash leaves here is deleted at the next start.</summary>
    public string Folder { get; } = Path.Combine(data.Value.Path, "uploads");

    /// <exception cref="UploadRefusedException">It cannot be taken.</exception>
    public async Task<Upload> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.MaxFileBytes + MaxFields * MaxFieldBytes;
        Directory.CreateDirectory(Folder);
        try
        {
            var boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
                && type.MediaType == "multipart/form-data"
                ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
                : null;
            return boundary is null
                ? await SpoolAsync(
                    request.Body, request.Query["name"], new Dictionary<string, string>(), cancellationToken)
                : await ReadFormAsync(new MultipartReader(boundary, request.Body), cancellationToken);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge();
        }
        catch (Exception error) when (error is IOException or InvalidDataException or BadHttpRequestException)
        {
            throw new UploadRefusedException(
                StatusCodes.Status400BadRequest, "The upload was cut off or is not a valid form: send the file again.");
        }
    }

    private async Task<Upload> ReadFormAsync(MultipartReader form, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Upload? upload = null;
        try
        {
            while (await form.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                    continue;
                if (disposition.IsFileDisposition())
                {
                    if (upload is not null)
                        throw new UploadRefusedException(
                            StatusCodes.Status400BadRequest, "The form has more than one file: send one at a time.");
                    var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
                    upload = await SpoolAsync(
                        section.Body, HeaderUtilities.RemoveQuotes(name).Value, fields, cancellationToken);
                }
                else if (fields.Count < MaxFields && HeaderUtilities.RemoveQuotes(disposition.Name).Value is { Length: > 0 } field)
                {
                    section.Body = new LimitedText(section.Body, MaxFieldBytes);
                    fields[field] = await section.ReadAsStringAsync(cancellationToken);
                }
            }
        }
        catch
        {
            upload?.Dispose();
            throw;
        }

        return upload ?? throw new UploadRefusedException(
            StatusCodes.Status400BadRequest, "The form has no file: send it in a field with a file name.");
    }

    private async Task<Upload> SpoolAsync(
        Stream body, string? name, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var path = NewPath();
        try
        {
            string sha256;
            await using (var file = new FileStream(
                path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, useAsync: true))
            {
                sha256 = await CopyAsync(body, file, cancellationToken);
                if (await IsGzipAsync(file, cancellationToken))
                    await UnpackAsync(file, path, cancellationToken);
            }

            return new Upload(path, string.IsNullOrWhiteSpace(name) ? null : Path.GetFileName(name.Replace('\\', '/')), sha256, fields);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private async Task<string> CopyAsync(Stream body, FileStream file, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            digest.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            if (file.Length > options.MaxFileBytes)
                throw TooLarge();
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static async Task<bool> IsGzipAsync(FileStream file, CancellationToken cancellationToken)
    {
        var magic = new byte[2];
        file.Position = 0;
        return await file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken) == 2
            && magic is [0x1F, 0x8B];
    }

    /// <summary>Replaces the packed file by what it unpacks to.</summary>
    private async Task UnpackAsync(FileStream packed, string path, CancellationToken cancellationToken)
    {
        var unpackedPath = NewPath();
        try
        {
            packed.Position = 0;
            await using (var gzip = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true))
            await using (var file = new FileStream(
                unpackedPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, useAsync: true))
            {
                var buffer = new byte[64 * 1024];
                long unpacked = 0;
                while (await gzip.ReadAsync(buffer, cancellationToken) is > 0 and var read)
                {
                    unpacked += read;
                    if (unpacked > options.MaxUnpackedBytes || (unpacked > RatioFreeBytes && unpacked > packed.Length * MaxUnpackedRatio))
                    {
                        throw new UploadRefusedException(
                            StatusCodes.Status413PayloadTooLarge, "The file unpacks to more than is taken: send it in parts.");
                    }

                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }

                await CheckEndAsync(packed, unpacked, cancellationToken);
            }

            File.Move(unpackedPath, path, overwrite: true);
        }
        catch
        {
            File.Delete(unpackedPath);
            throw;
        }
    }

    /// <summary>
    /// The unpacking stream takes an end in the middle for the end; the file's last four bytes say how much it should
    /// have given.
    /// </summary>
    private static async Task CheckEndAsync(FileStream packed, long unpacked, CancellationToken cancellationToken)
    {
        var length = new byte[sizeof(uint)];
        packed.Position = Math.Max(0, packed.Length - length.Length);
        await packed.ReadExactlyAsync(length, cancellationToken);
        if (BinaryPrimitives.ReadUInt32LittleEndian(length) != (uint)unpacked)
        {
            throw new UploadRefusedException(
                StatusCodes.Status400BadRequest, "The packed file was cut off, or is made of several parts: pack it again as one, or send it unpacked.");
        }
    }

    private UploadRefusedException TooLarge() => new(
        StatusCodes.Status413PayloadTooLarge, $"The file is larger than {options.MaxFileBytes / (1024 * 1024):N0} MiB: send it in parts, or packed with gzip.");

    private string NewPath() => Path.Combine(Folder, Guid.NewGuid().ToString("N"));

    /// <summary>A field of a form that ends with an error beyond its bound.</summary>
    private sealed class LimitedText(Stream inner, int limit) : Stream
    {
        private int read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await inner.ReadAsync(buffer, cancellationToken));

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Count(int bytes) =>
            (read += bytes) <= limit ? bytes : throw new InvalidDataException("The field is too long.");
    }
}
