using Gateway.Api.Hosting;
using Gateway.Api.Jobs;
using Gateway.Api.Problems;
using Jobs.DeadLetters;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.DeadLetters;

internal static class DeadLetterEndpoints
{
    private const int DefaultLimit = 50;

    public static IEndpointRouteBuilder MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var deadLetters = routes.MapGroup("/dead-letters").WithTags("Dead letters").WithEffects();
        deadLetters.MapGet("/", ListAsync).WithName("ListDeadLetters").WithSummary("List dead letters, newest first");
        deadLetters.MapPost("/replay", ReplayAsync).WithName("ReplayDeadLetters").WithSummary("Replay dead letters")
            .WithDescription(
                "Send {\"ids\": [\"…\"]} or {\"all\": true}, for at most 1,000 dead letters per call. Each job runs "
                + "again under its own ID, with its attempts counted from 1.");
        deadLetters.MapDelete("/{id}", DeleteAsync).WithName("DeleteDeadLetter")
            .WithSummary("Delete a dead letter; its job stays failed");
        return routes;
    }

    private static async Task<Results<Ok<DeadLetterPageView>, ProblemHttpResult>> ListAsync(
        DeadLetterReader deadLetters, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (!Limits.TryRead(limit, DefaultLimit, out var size, out var problem))
            return problem;
        Guid? after = null;
        if (!string.IsNullOrEmpty(cursor))
        {
            if (!Guid.TryParse(cursor, out var last))
                return Limits.BadCursor();
            after = last;
        }

        var page = await deadLetters.ListAsync(size, after, cancellationToken);
        return TypedResults.Ok(new DeadLetterPageView([.. page.Items.Select(DeadLetterView.Of)], page.Next));
    }

    private static async Task<Results<Ok<ReplayedView>, ProblemHttpResult>> ReplayAsync(
        ReplayRequest request, DeadLetterService deadLetters, CancellationToken cancellationToken) => request switch
    {
        { All: true, Ids: null } => TypedResults.Ok(await deadLetters.ReplayAllAsync(cancellationToken)),
        { All: not true, Ids: { Count: > 0 and <= DeadLetterService.MaxPerCall } ids } => TypedResults.Ok(
            await deadLetters.ReplayAsync(ids, cancellationToken)),
        _ => Problem.BadRequest(
            $"Send {{\"ids\": [\"…\"]}} with 1 to {DeadLetterService.MaxPerCall:N0} IDs, or {{\"all\": true}}."),
    };

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, IDeadLetterStore deadLetters, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var parsed) && await deadLetters.RemoveAsync(parsed, cancellationToken)
            ? TypedResults.NoContent()
            : Problem.NotFound("dead letter", id);
}
