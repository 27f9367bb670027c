using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Extractor.Worker.Direct;

/// <summary>Runs one attempt of a stored job and responds when it has ended.</summary>
internal sealed class DirectJobsService(
    AdmissionGate gate, JobRunner runner, JobHandlers handlers, IHostApplicationLifetime lifetime)
{
    /// <summary>Runs the job in the request's trace: the caller sends its context in the usual header.</summary>
    public async Task<Results<Ok<DirectResult>, ProblemHttpResult>> RunAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request, JobMessageJson.MaxBytes, context.RequestAborted);
        if (!JobMessageJson.TryRead(body, traceParent: null, out var message, out var problem))
            return DirectProblems.BadRequest(problem);
        if (handlers.Find(message.Kind) is not { } handler)
            return DirectProblems.BadRequest($"This worker has no handler for jobs of kind \"{message.Kind}\".");
        if (runner.IsFull(handler.Kind) || !gate.TryTake(1))
            return DirectProblems.Full(context);

        try
        {
            // A caller that disconnects does not stop a job that has started.
            var result = await runner.RunAsync(message, "http", lifetime.ApplicationStopping);
            return TypedResults.Ok(new DirectResult(result.ToString()));
        }
        catch (StoreUnavailableException error)
        {
            return DirectProblems.Unavailable(error);
        }
        finally
        {
            gate.Return(1);
        }
    }
}

/// <param name="Result">Name of the <see cref="RunResult"/>.</param>
internal sealed record DirectResult(string Result);
