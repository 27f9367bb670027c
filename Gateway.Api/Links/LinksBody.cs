using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Unicode;
using Gateway.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Links;

/// <summary>A body of links, or why it is none: closed, so that a switch over it is complete.</summary>
internal abstract record LinksBody
{
    private LinksBody() { }

    public sealed record Links(LinksInput Input) : LinksBody;

    public sealed record Refused(ProblemHttpResult Problem) : LinksBody;

    /// <summary>Reads the body; its size and the time it takes are bounded by the server's limits.</summary>
    public static async ValueTask<LinksBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (FormatOf(request.ContentType) is not { } format)
        {
            return new Refused(Problem.Of(
                StatusCodes.Status415UnsupportedMediaType,
                "Links come as application/json or, one a line, as text/plain, in UTF-8: set the header Content-Type."));
        }

        var reader = request.BodyReader;
        var read = await reader.ReadAsync(cancellationToken);
        while (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync(cancellationToken);
        }

        var result = Parse(format, request.Query, read.Buffer.IsSingleSegment ? read.Buffer.FirstSpan : read.Buffer.ToArray());
        reader.AdvanceTo(read.Buffer.End);
        return result;
    }

    private static LinksBody Parse(Format format, IQueryCollection query, ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
            return new Refused(Problem.BadRequest("The body is not UTF-8: save or send the links in that encoding."));
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes["\uFEFF"u8.Length..];
        if (format == Format.Json)
            return LinksJsonReader.TryRead(bytes, out var input, out var problem) ? new Links(input) : Refuse(problem);
        return MediaQueryReader.TryRead(name => query.TryGetValue(name, out var value) ? value.ToString() : null, out var media, out var wrong)
            ? new Links(LinksTextReader.Read(bytes) with { Media = media, Webhook = query["webhook"] is [{ Length: > 0 } webhook] ? webhook : null })
            : Refuse(wrong);
    }

    private static Refused Refuse(string problem) => new(Problems.Problem.BadRequest(problem));

    private static Format? FormatOf(string? contentType)
    {
        // What nearly every client sends, without parsing.
        if (contentType == "application/json")
            return Format.Json;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            return null;
        if (type.CharSet is { } charset && !charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return null;
        return type.MediaType?.ToLowerInvariant() switch
        {
            "application/json" => Format.Json,
            "text/plain" => Format.Text,
            _ => null,
        };
    }

    private enum Format
    {
        Json,
        Text,
    }
}
