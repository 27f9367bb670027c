using System.Net.Http.Headers;
using Gateway.Api.Problems;

namespace Gateway.Api.Hosting;

/// <summary>
/// Refuses JSON in another encoding than UTF-8, before the framework reads it: for UTF-7 and unknown names it throws.
/// </summary>
internal static class JsonEncoding
{
    public static IApplicationBuilder UseJsonEncoding(this IApplicationBuilder app) => app.Use((context, next) =>
        IsOther(context.Request.ContentType)
            ? Problem.Of(
                StatusCodes.Status415UnsupportedMediaType,
                "JSON is read in UTF-8 only: send it with the header \"Content-Type: application/json\".")
                .ExecuteAsync(context)
            : next(context));

    private static bool IsOther(string? contentType) =>
        contentType is not (null or "application/json")
        && MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.CharSet is { } charset
        && type.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) is true
        && !charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
