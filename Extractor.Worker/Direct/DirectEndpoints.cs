using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Extractor.Worker.Direct;

/// <summary>The way past the queue: jobs over HTTP, with the answer once they have ended.</summary>
internal static class DirectEndpoints
{
    public static IHostApplicationBuilder AddDirect(this IHostApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton<DirectGate>();
        builder.Services.AddSingleton<DirectLinks>();
        return builder;
    }

    public static void MapDirect(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapPost("/jobs", RunAsync)
            .WithSummary(
                "Runs one attempt of a stored job, given as its message; what the gateway's transport=http uses.");
        app.MapPost("/links", (HttpContext context, DirectLinks links) => links.HandleAsync(context))
            .WithSummary("Stores the jobs of some links, runs them, and answers with what came of each.");
    }

    /// <summary>The job's trace is the request's: the caller sends its context in the usual header.</summary>
    private static async Task<Results<Ok<DirectResult>, ProblemHttpResult>> RunAsync(
        HttpContext context, DirectGate gate, JobRunner runner, JobHandlers handlers, IHostApplicationLifetime lifetime)
    {
        var body = await Bodies.ReadAsync(context.Request, JobMessageJson.MaxBytes, context.RequestAborted);
        if (!JobMessageJson.TryRead(body, traceParent: null, out var message, out var problem))
            return TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
        if (handlers.Find(message.Kind) is null)
            return TypedResults.Problem(
                $"This worker does no jobs of kind \"{message.Kind}\".", statusCode: StatusCodes.Status400BadRequest);
        if (!gate.TryTake(1))
            return Full(context);

        try
        {
            // A caller who goes away does not stop the work that has begun.
            var result = await runner.RunAsync(message, "http", lifetime.ApplicationStopping);
            return TypedResults.Ok(new DirectResult(result.ToString()));
        }
        catch (StoreUnavailableException error)
        {
            return TypedResults.Problem(error.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        finally
        {
            gate.Return(1);
        }
    }

    public static ProblemHttpResult Full(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return TypedResults.Problem(
            "This worker has as many direct requests in work as it takes: try again in a second, or use the queue.",
            statusCode: StatusCodes.Status429TooManyRequests);
    }
}

/// <param name="Result">As <see cref="RunResult"/>.</param>
internal sealed record DirectResult(string Result);
