using System.Diagnostics.CodeAnalysis;
using Gateway.Api.Problems;
using Jobs.Stores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Jobs;

/// <summary>Reads the page size and the cursor of a list.</summary>
internal static class Limits
{
    public static bool TryRead(
        int? limit, int byDefault, out int size, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        size = limit ?? byDefault;
        problem = size is >= 1 and <= JobQuery.MaxLimit
            ? null
            : Problem.BadRequest(
                $"The parameter limit is {size}: send 1 to {JobQuery.MaxLimit}, and get the next page with cursor.");
        return problem is null;
    }

    public static ProblemHttpResult BadCursor() =>
        Problem.BadRequest("The parameter cursor is invalid: use \"next\" of the previous page.");
}
