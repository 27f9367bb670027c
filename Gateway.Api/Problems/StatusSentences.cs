namespace Gateway.Api.Problems;

/// <summary>What to say for a status that the framework gave without a word.</summary>
internal static class StatusSentences
{
    public static string For(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => "This gateway wants an API key: send it in the header X-Api-Key.",
        StatusCodes.Status404NotFound =>
            $"There is nothing at {Problem.Shorten(context.Request.Path)}: /openapi/v1.json lists what there is.",
        StatusCodes.Status405MethodNotAllowed =>
            $"This address does not take {Problem.Shorten(context.Request.Method, 16)}: it takes {context.Response.Headers.Allow}.",
        StatusCodes.Status408RequestTimeout => "The request came too slowly: send it again, in one go.",
        StatusCodes.Status413PayloadTooLarge => "The request is too large: send at most 1 MiB, and 10,000 links.",
        StatusCodes.Status415UnsupportedMediaType =>
            "This content type can't be read here: send JSON, with the header \"Content-Type: application/json\"; links also as text/plain.",
        StatusCodes.Status504GatewayTimeout => "The answer took too long and was given up: try again, or ask for less at once.",
        _ => "The request can't be answered as it is: /openapi/v1.json describes what this address takes.",
    };
}
