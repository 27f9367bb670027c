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
        var letters = routes.MapGroup("/dead-letters").WithTags("Dead letters");
        letters.MapGet("/", ListAsync).WithName("ListDeadLetters")
            .WithSummary("Messages and jobs that were given up, newest first");
        letters.MapPost("/replay", ReplayAsync).WithName("ReplayDeadLetters").WithSummary("Put dead letters back")
            .WithDescription(
                "{\"ids\": [\"…\"]} or {\"all\": true}; at most 1,000 a call. Each job runs again under its own id, with its attempts "
                + "counted from the start.");
        letters.MapDelete("/{id}", DeleteAsync).WithName("DeleteDeadLetter")
            .WithSummary("Delete a dead letter; its job stays failed");
        return routes;
    }

    private static async Task<Results<Ok<DeadLetterPageView>, ProblemHttpResult>> ListAsync(
        IDeadLetterStore letters, int? limit, string? cursor, CancellationToken cancellationToken)
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

        var page = await letters.ListAsync(size, after, cancellationToken);
        return TypedResults.Ok(new DeadLetterPageView([.. page.Items.Select(DeadLetterView.Of)], page.Next));
    }

    private static async Task<Results<Ok<ReplayedView>, ProblemHttpResult>> ReplayAsync(
        ReplayRequest request, Replay replay, CancellationToken cancellationToken) => request switch
    {
        { All: true, Ids: null } => TypedResults.Ok(await replay.AllAsync(cancellationToken)),
        { All: not true, Ids: { Count: > 0 and <= Replay.MaxAtOnce } ids } => TypedResults.Ok(
            await replay.SomeAsync(ids, cancellationToken)),
        _ => Problem.BadRequest(
            $"Say which letters: {{\"ids\": [\"…\"]}} with 1 to {Replay.MaxAtOnce:N0} ids, or {{\"all\": true}}."),
    };

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, IDeadLetterStore letters, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var letterId) && await letters.RemoveAsync(letterId, cancellationToken)
            ? TypedResults.NoContent()
            : Problem.NotFound("dead letter", id);
}
