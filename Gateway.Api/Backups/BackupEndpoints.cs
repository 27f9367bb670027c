using Composition.Backups;
using Gateway.Api.Problems;
using Jobs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Backups;

/// <summary>Maps the backups of the embedded store. A restore needs a stopped process, so it is a command.</summary>
internal static class BackupEndpoints
{
    /// <summary>A large database takes minutes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);

    public static IEndpointRouteBuilder MapBackups(this IEndpointRouteBuilder routes)
    {
        var backups = routes.MapGroup("/backups").WithTags("System");
        backups.MapGet("/", List).WithName("ListBackups").WithSummary("List the backups in the data folder");
        backups.MapPost("/", TakeAsync).WithName("TakeBackup").WithSummary("Take a backup while the gateway runs")
            .WithDescription(
                "Contains the database and the accepted files, not the downloads. Data:MaxBackups are kept; a new one "
                + "replaces the oldest. Restore one with the command: restore FILE.")
            .WithRequestTimeout(Limit);
        backups.MapGet("/{name}", Get).WithName("GetBackup").WithSummary("Download a backup")
            .Produces(StatusCodes.Status200OK, contentType: "application/zip")
            .Produces(StatusCodes.Status206PartialContent, contentType: "application/zip")
            .WithRequestTimeout(Limit);
        backups.MapDelete("/{name}", Delete).WithName("DeleteBackup").WithSummary("Delete a backup");
        return routes;
    }

    private static Results<Ok<BackupsView>, ProblemHttpResult> List(
        IServiceProvider services, IOptions<DataOptions> options) =>
        services.GetService<BackupFolder>() is { } folder
            ? TypedResults.Ok(new BackupsView(folder.List(), options.Value.MaxBackups))
            : NotEmbedded();

    private static async Task<Results<Created<Backup>, ProblemHttpResult>> TakeAsync(
        IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetService<BackupFolder>() is not { } folder)
            return NotEmbedded();
        return await folder.TakeAsync(cancellationToken) is { } backup
            ? TypedResults.Created($"/backups/{backup.Name}", backup)
            : Problem.Conflict("A backup is being taken: wait until it is listed.");
    }

    private static Results<FileStreamHttpResult, ProblemHttpResult> Get(string name, IServiceProvider services)
    {
        if (services.GetService<BackupFolder>() is not { } folder)
            return NotEmbedded();
        return folder.Open(name) is { } content
            ? TypedResults.Stream(content, "application/zip", name, enableRangeProcessing: true)
            : Problem.NotFound("backup", name);
    }

    private static Results<NoContent, ProblemHttpResult> Delete(string name, IServiceProvider services)
    {
        if (services.GetService<BackupFolder>() is not { } folder)
            return NotEmbedded();
        return folder.Delete(name) ? TypedResults.NoContent() : Problem.NotFound("backup", name);
    }

    private static ProblemHttpResult NotEmbedded() => Problem.Conflict(
        "The store of this gateway is MongoDB: use mongodump, or the backups of Atlas.");
}

/// <param name="Items">The backups, newest first.</param>
/// <param name="Max">Number of backups that are kept.</param>
internal sealed record BackupsView(IReadOnlyList<Backup> Items, int Max);
