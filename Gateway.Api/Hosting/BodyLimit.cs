using System.Globalization;
using Gateway.Api.Files;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Api.Hosting;

/// <summary>
/// Refuses bodies over the limit of their endpoint. The server closes a connection that exceeds its own limit without
/// reading on, and a client that is still sending then gets a reset instead of the answer. Therefore the server's limit
/// is higher by what it reads and discards after an answer, for at most its five seconds.
/// </summary>
internal static class BodyLimit
{
    /// <summary>10,000 links of typical length with tracking parameters.</summary>
    private const long MaxBytes = 1024 * 1024;

    /// <summary>Maximum size of a body that is read and discarded, so that its sender receives the refusal.</summary>
    private const long MaxDiscardedBytes = 64 * 1024 * 1024;

    /// <summary>Gets the limit of the server for endpoints that do not set their own.</summary>
    public static long OfServer => MaxBytes + MaxDiscardedBytes;

    public static IApplicationBuilder UseBodyLimit(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OwnBodyLimit>() is not null)
            return next(context);
        if (context.Request.ContentLength > MaxBytes)
            throw TooLarge();
        if (context.Request.ContentLength is null && IsBodyPossible(context))
            context.Request.Body = new LimitedStream(context.Request.Body, MaxBytes, TooLarge);
        return next(context);
    });

    /// <summary>Marks an endpoint that calls <see cref="TrySet"/> itself.</summary>
    public static TBuilder HasOwnBodyLimit<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OwnBodyLimit());

    /// <summary>Sets the limit of a request, and returns false if its declared length exceeds the limit.</summary>
    public static bool TrySet(HttpContext context, long maxBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maxBytes + MaxDiscardedBytes;
        return !(context.Request.ContentLength > maxBytes);
    }

    private static bool IsBodyPossible(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };

    private static BadHttpRequestException TooLarge() => new(
        string.Create(CultureInfo.InvariantCulture, $"The body exceeds {MaxBytes} bytes."),
        StatusCodes.Status413PayloadTooLarge);

    private sealed record OwnBodyLimit;
}
