using System.Diagnostics.CodeAnalysis;
using Gateway.Api.Problems;
using Jobs.Stores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Jobs;

/// <summary>How much of a list is given at once, and from where.</summary>
internal static class Limits
{
    public static bool TryRead(
        int? limit, int byDefault, out int size, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        size = limit ?? byDefault;
        problem = size is >= 1 and <= JobQuery.MaxLimit
            ? null
            : Problem.BadRequest(
                $"The parameter limit is {size}: it goes from 1 to {JobQuery.MaxLimit}; page on with cursor.");
        return problem is null;
    }

    public static ProblemHttpResult BadCursor() =>
        Problem.BadRequest("The parameter cursor is not one: take it from \"next\" of the page before.");
}
