namespace Gateway.Api.Problems;

/// <summary>Provides sentences for statuses that the framework sets without a body.</summary>
internal static class StatusSentences
{
    public static string For(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => "This gateway requires an API key: send it in the header X-Api-Key.",
        StatusCodes.Status404NotFound =>
            $"The address {Problem.Shorten(context.Request.Path)} does not exist: see /openapi/v1.json.",
        StatusCodes.Status405MethodNotAllowed =>
            $"This address does not support {Problem.Shorten(context.Request.Method, 16)}: "
            + $"use {context.Response.Headers.Allow}.",
        StatusCodes.Status408RequestTimeout => "The request arrived too slowly: send it again.",
        StatusCodes.Status413PayloadTooLarge => "The request is too large: send at most 1 MiB and 10,000 links.",
        StatusCodes.Status415UnsupportedMediaType =>
            "This content type is not supported: send JSON with the header \"Content-Type: application/json\", "
            + "or links as text/plain.",
        StatusCodes.Status504GatewayTimeout => "The request timed out: try again, or request less at once.",
        _ => "The request is invalid: see /openapi/v1.json.",
    };
}
