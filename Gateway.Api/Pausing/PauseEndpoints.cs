using Gateway.Api.Hosting;
using Gateway.Api.Problems;
using Jobs.Pace;
using Jobs.Running;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Pausing;

/// <summary>Pauses and resumes a source, a kind of job, or everything.</summary>
internal static class PauseEndpoints
{
    public static IEndpointRouteBuilder MapPauses(this IEndpointRouteBuilder routes)
    {
        var pauses = routes.MapGroup("/pauses").WithTags("Status").WithEffects();
        pauses.MapGet("/", ReadAsync).WithName("GetPauses").WithSummary("Get what is paused");
        pauses.MapPut("/everything", (Pauses all, CancellationToken token) => SetAsync(
                all, set => set with { Everything = true }, token))
            .WithName("PauseEverything").WithSummary("Pause everything")
            .WithDescription(
                "Jobs in flight end; the others wait in the store, over restarts, until they are resumed.");
        pauses.MapDelete("/everything", (Pauses all, CancellationToken token) => SetAsync(
                all, set => set with { Everything = false }, token))
            .WithName("ResumeEverything").WithSummary("Resume everything; a paused kind or source stays paused");
        pauses.MapPut("/kinds/{kind}", PauseKindAsync).WithName("PauseKind").WithSummary("Pause the jobs of a kind");
        pauses.MapDelete("/kinds/{kind}", (string kind, Pauses all, CancellationToken token) => SetAsync(
                all, set => set with { Kinds = set.Kinds.Remove(kind) }, token))
            .WithName("ResumeKind").WithSummary("Resume the jobs of a kind");
        pauses.MapPut("/sources/{source}", PauseSourceAsync).WithName("PauseSource")
            .WithSummary("Pause a source: no worker asks it");
        pauses.MapDelete("/sources/{source}", (string source, Pauses all, CancellationToken token) => SetAsync(
                all, set => set with { Sources = set.Sources.Remove(source) }, token))
            .WithName("ResumeSource").WithSummary("Resume a source");
        return routes;
    }

    private static async Task<Ok<PausesView>> ReadAsync(Pauses pauses, CancellationToken cancellationToken) =>
        TypedResults.Ok(PausesView.Of(await pauses.ReadAsync(cancellationToken)));

    private static async Task<Results<Ok<PausesView>, ProblemHttpResult>> PauseKindAsync(
        string kind, Pauses pauses, JobKinds kinds, CancellationToken cancellationToken) =>
        kinds.Find(kind) is null
            ? Problem.Of(
                StatusCodes.Status404NotFound,
                $"There is no such kind of job: use one of {string.Join(", ", kinds.All.Select(one => one.Name))}.")
            : await SetAsync(pauses, set => set with { Kinds = set.Kinds.Add(kind) }, cancellationToken);

    private static async Task<Results<Ok<PausesView>, ProblemHttpResult>> PauseSourceAsync(
        string source, Pauses pauses, SharedBudgets budgets, CancellationToken cancellationToken)
    {
        var (known, _) = await budgets.ListAsync(cancellationToken);
        string[] names = [.. known.Select(budget => budget.Key.Source).Distinct(StringComparer.Ordinal).Order()];
        return names.Contains(source)
            ? await SetAsync(pauses, set => set with { Sources = set.Sources.Add(source) }, cancellationToken)
            : Problem.Of(
                StatusCodes.Status404NotFound,
                names.Length == 0
                    ? "No worker has reported its sources yet: try again when one is ready."
                    : $"There is no such source: use one of {string.Join(", ", names)}.");
    }

    private static async Task<Ok<PausesView>> SetAsync(
        Pauses pauses, Func<PauseSet, PauseSet> change, CancellationToken cancellationToken) =>
        TypedResults.Ok(PausesView.Of(await pauses.ChangeAsync(change, cancellationToken)));
}

/// <param name="Everything">True while no job starts.</param>
/// <param name="Kinds">Kinds whose jobs do not start.</param>
/// <param name="Sources">Sources that are not asked.</param>
internal sealed record PausesView(bool Everything, IReadOnlyList<string> Kinds, IReadOnlyList<string> Sources)
{
    public static PausesView Of(PauseSet set) => new(set.Everything, [.. set.Kinds], [.. set.Sources]);
}
