using Gateway.Api.Problems;
using Jobs.Events;
using Jobs.Stores;
using Jobs.Submissions;

namespace Gateway.Api.Events;

/// <summary>Streams events to clients.</summary>
internal sealed class EventService(
    EventHub hub, IJobReader store, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    public async Task StreamSubmissionAsync(HttpContext context, string id)
    {
        if (!SubmissionId.TryParse(id, out var submission)
            || await store.GetSubmissionAsync(submission, context.RequestAborted) is null)
        {
            await Problem.NotFound("submission", id).ExecuteAsync(context);
            return;
        }

        await StreamAsync(context, submission);
    }

    /// <summary>Streams until the submission is done, the client disconnects, or the process stops.</summary>
    public async Task StreamAsync(HttpContext context, SubmissionId? only)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        using var subscription = hub.Subscribe(only);
        using var sink = new EventSink(context.Response);
        var stream = new EventStream(sink, subscription, store, clock);
        var resume = EventId.Parse(context.Request.Headers["Last-Event-ID"]);
        try
        {
            if (resume is { } last && await stream.IsOverAsync(last, ended.Token))
                context.Response.StatusCode = StatusCodes.Status204NoContent;
            else
                await stream.RunAsync(resume, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The stream is over; a client that reconnects resumes.
        }
        catch (StoreUnavailableException) when (context.Response.HasStarted)
        {
            // The stream ends; the client reconnects and resumes once the store is back.
        }
    }
}
