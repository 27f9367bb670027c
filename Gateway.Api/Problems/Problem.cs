using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Problems;

/// <summary>Creates problems (RFC 9457) with one sentence that says what is wrong and what to do.</summary>
internal static class Problem
{
    public static ProblemHttpResult Of(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    public static ProblemHttpResult BadRequest(string detail) => Of(StatusCodes.Status400BadRequest, detail);

    public static ProblemHttpResult NotFound(string what, string id) =>
        Of(StatusCodes.Status404NotFound, $"No {what} has the ID \"{Shorten(id)}\": check the ID.");

    public static ProblemHttpResult Conflict(string detail) => Of(StatusCodes.Status409Conflict, detail);

    public static string Shorten(string text, int length = 80) => text.Length <= length ? text : $"{text[..length]}…";
}
