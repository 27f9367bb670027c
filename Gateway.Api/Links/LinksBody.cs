using System.Buffers;
using System.Net.Http.Headers;
using Extraction.Requests;
using Gateway.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Links;

/// <summary>Represents the body of a request with links, or the reason to refuse it. Closed.</summary>
internal abstract record LinksBody
{
    private LinksBody() { }

    public sealed record Links(LinksRequest Request) : LinksBody;

    public sealed record Refused(ProblemHttpResult Problem) : LinksBody;

    /// <summary>Reads the body. The server's limits bound its size and duration.</summary>
    public static async ValueTask<LinksBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (FormatOf(request.ContentType) is not { } format)
        {
            return new Refused(Problem.Of(
                StatusCodes.Status415UnsupportedMediaType,
                "Set the header Content-Type to application/json, or to text/plain for one link per line, in UTF-8."));
        }

        var reader = request.BodyReader;
        var read = await reader.ReadAsync(cancellationToken);
        while (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync(cancellationToken);
        }

        var body = read.Buffer.IsSingleSegment ? read.Buffer.FirstSpan : read.Buffer.ToArray();
        var result = Parse(format, request.Query, body);
        reader.AdvanceTo(read.Buffer.End);
        return result;
    }

    private static LinksBody Parse(Format format, IQueryCollection query, ReadOnlySpan<byte> body)
    {
        var isRead = format == Format.Json
            ? LinksRequestReader.TryReadJson(body, out var request, out var problem)
            : LinksRequestReader.TryReadText(body, Parameter, out request, out problem);
        return isRead ? new Links(request!) : new Refused(Problems.Problem.BadRequest(problem!));

        string? Parameter(string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;
    }

    private static Format? FormatOf(string? contentType)
    {
        // Most clients send exactly this, so it is not parsed.
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
