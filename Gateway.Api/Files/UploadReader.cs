using Files;
using Files.Uploads;
using Gateway.Api.Hosting;
using Gateway.Api.Problems;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Gateway.Api.Files;

/// <summary>Reads the file of a request: the body itself, or a section of a form.</summary>
internal sealed class UploadReader(UploadStore uploads, IOptions<FilesOptions> options)
{
    private const int MaxFieldBytes = 4 * 1024;
    private const int MaxFields = 32;

    /// <summary>The longest boundary that RFC 2046 allows.</summary>
    private const int MaxBoundary = 70;

    /// <exception cref="UploadRefusedException">The upload is rejected.</exception>
    public async Task<ReceivedFile> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (!BodyLimit.TrySet(context, options.Value.MaxFileBytes + MaxFields * MaxFieldBytes))
            throw uploads.TooLarge();
        try
        {
            return BoundaryOf(request) is { } boundary
                ? await ReadFormAsync(new MultipartReader(boundary, request.Body), cancellationToken)
                : new ReceivedFile(
                    await uploads.SaveAsync(request.Body, request.Query["name"], cancellationToken),
                    new Dictionary<string, string>());
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw uploads.TooLarge();
        }
        catch (Exception error) when (error is IOException or InvalidDataException or BadHttpRequestException)
        {
            throw Malformed("The upload was cut off or is not a valid form: send the file again.");
        }
    }

    /// <returns>The boundary of the form; null if the body is no form.</returns>
    private static string? BoundaryOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        return boundary is { Length: > 0 and <= MaxBoundary }
            ? boundary.Value
            : throw Malformed($"The boundary of a form has 1 to {MaxBoundary} characters: send the file again.");
    }

    private async Task<ReceivedFile> ReadFormAsync(MultipartReader form, CancellationToken cancellationToken)
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
                        throw Malformed("The form has more than one file: send one at a time.");
                    var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
                    upload = await uploads.SaveAsync(
                        section.Body, HeaderUtilities.RemoveQuotes(name).Value, cancellationToken);
                }
                else if (fields.Count < MaxFields
                    && HeaderUtilities.RemoveQuotes(disposition.Name).Value is { Length: > 0 } field)
                {
                    // Before the text is read: the framework throws for encodings that it does not support.
                    if (!IsUtf8(section.ContentType))
                        throw Malformed($"The field \"{Problem.Shorten(field)}\" of the form is not in UTF-8.");
                    section.Body = new LimitedStream(
                        section.Body, MaxFieldBytes, () => new InvalidDataException("The field is too long."));
                    fields[field] = await section.ReadAsStringAsync(cancellationToken);
                }
            }
        }
        catch
        {
            upload?.Dispose();
            throw;
        }

        return new ReceivedFile(
            upload ?? throw Malformed("The form has no file: send it in a field with a file name."), fields);
    }

    private static bool IsUtf8(string? contentType) =>
        !MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.Charset.HasValue
        || HeaderUtilities.RemoveQuotes(type.Charset).Value is { } charset
            && (charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
                || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase));

    private static UploadRefusedException Malformed(string message) => new(UploadRefusal.Malformed, message);
}

/// <summary>Represents the file of a request. Disposing deletes it.</summary>
/// <param name="Upload">The file.</param>
/// <param name="Fields">Other fields of the form.</param>
internal sealed record ReceivedFile(Upload Upload, IReadOnlyDictionary<string, string> Fields) : IDisposable
{
    public void Dispose() => Upload.Dispose();
}
