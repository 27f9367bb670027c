using Jobs.Stores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Extractor.Worker.Direct;

/// <summary>Problems with which the direct transport refuses a request.</summary>
internal static class DirectProblems
{
    public static ProblemHttpResult BadRequest(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    public static ProblemHttpResult Full(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return TypedResults.Problem(
            "This worker has reached its limit of direct requests: try again in a second, or use the queue.",
            statusCode: StatusCodes.Status429TooManyRequests);
    }

    public static ProblemHttpResult Unavailable(StoreUnavailableException error) =>
        TypedResults.Problem(error.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
}
