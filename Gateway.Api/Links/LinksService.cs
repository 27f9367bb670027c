using System.Globalization;
using Adapters.Webhooks;
using Gateway.Api.Direct;
using Gateway.Api.Keys;
using Gateway.Api.Problems;
using Gateway.Api.Submissions;
using Jobs;
using Jobs.Submissions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using LinksResults = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Accepted<Gateway.Api.Links.AcceptedView>,
    Microsoft.AspNetCore.Http.HttpResults.Ok<Gateway.Api.Submissions.SubmissionView>,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace Gateway.Api.Links;

/// <summary>Accepts the links of a request, and waits for their results if the caller asks for that.</summary>
internal sealed class LinksService(
    LinksAcceptance acceptance, SubmissionService submissions, DirectRuns direct, IOptions<WebhookOptions> webhooks,
    TimeProvider clock)
{
    public async Task<LinksResults> SubmitAsync(HttpContext context, string? transport)
    {
        if (transport is not (null or "queue" or "kafka" or "http"))
        {
            return Problem.BadRequest(
                "The parameter transport must be \"queue\" (the default, also \"kafka\") or \"http\".");
        }

        if (!IdempotencyKey.TryRead(context.Request, out var key, out var keyProblem))
            return Problem.BadRequest(keyProblem);

        var body = await LinksBody.ReadAsync(context.Request, context.RequestAborted);
        if (body is LinksBody.Refused refused)
            return refused.Problem;
        var request = ((LinksBody.Links)body).Request;
        if (!CheckedLinks.TryCheck(request, out var links, out var problem))
            return problem;
        if (request.Webhook is { } webhook && !WebhookAddress.TryParse(webhook, webhooks.Value, out _, out var refusal))
            return Problem.BadRequest(refusal);

        var call = new LinksCall(request, links, key, Preference.Wait(context.Request.Headers["Prefer"]),
            KeyGuard.ClientOf(context));
        return transport == "http" ? await RunDirectlyAsync(context, call) : await EnqueueAsync(context, call);
    }

    private async Task<LinksResults> EnqueueAsync(HttpContext context, LinksCall call)
    {
        var id = SubmissionId.New(clock);
        using var events = call.Wait is null ? null : submissions.Subscribe(id);
        var accepted = await acceptance.AcceptAsync(id, call, publish: true, context.RequestAborted);
        return accepted switch
        {
            Acceptance.New(var jobs) when events is not null =>
                await AnswerWhenDoneAsync(
                    context, call, id, jobs, await submissions.UntilDoneAsync(
                        events, id, jobs.Count, call.Wait!.Value, context.RequestAborted)),
            Acceptance.New(var jobs) => Accepted(id, jobs, call),
            Acceptance.Earlier(var first, var jobs) => await AnswerEarlierAsync(context, call, first, jobs),
            _ => IdempotencyKey.InUse(),
        };
    }

    private async Task<LinksResults> RunDirectlyAsync(HttpContext context, LinksCall call)
    {
        if (!direct.IsPossible)
        {
            return Problem.BadRequest(
                "No worker is configured for the direct transport: omit transport=http, or set Services:Extractor.");
        }

        var count = call.Links.Count;
        if (count > direct.Gate.Limit)
        {
            return Problem.BadRequest(
                $"The direct transport accepts at most {direct.Gate.Limit:N0} links per request: "
                + "omit transport=http for more.");
        }

        if (!direct.Gate.TryTake(count))
        {
            context.Response.Headers.RetryAfter = "1";
            return Problem.Of(
                StatusCodes.Status429TooManyRequests,
                "The direct transport is full: try again in a second, or omit transport=http.");
        }

        try
        {
            return await RunAsync(context, call);
        }
        finally
        {
            direct.Gate.Return(count);
        }
    }

    private async Task<LinksResults> RunAsync(HttpContext context, LinksCall call)
    {
        var id = SubmissionId.New(clock);
        var wait = call.Wait ?? Preference.LongestWait;
        using var events = submissions.Subscribe(id);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(wait);
        var accepted = await acceptance.AcceptAsync(id, call, publish: false, context.RequestAborted);
        if (accepted is not Acceptance.New(var jobs))
        {
            return accepted is Acceptance.Earlier(var first, var firstJobs)
                ? await AnswerEarlierAsync(context, call with { Wait = wait }, first, firstJobs)
                : IdempotencyKey.InUse();
        }

        var started = clock.GetTimestamp();
        await RunUntilAsync(jobs, limit.Token, context.RequestAborted);
        var left = wait - clock.GetElapsedTime(started);
        var done = await submissions.UntilDoneAsync(events, id, jobs.Count, left, context.RequestAborted);
        return await AnswerWhenDoneAsync(context, call, id, jobs, done);
    }

    private async Task RunUntilAsync(IReadOnlyList<Job> jobs, CancellationToken limit, CancellationToken aborted)
    {
        try
        {
            await direct.RunAsync(jobs, limit);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            // The wait is over; the outbox relay publishes the jobs that have not started.
        }
    }

    private async Task<LinksResults> AnswerEarlierAsync(
        HttpContext context, LinksCall call, SubmissionId id, IReadOnlyList<Job> jobs)
    {
        if (call.Wait is not { } wait)
            return Accepted(id, jobs, call);

        using var events = submissions.Subscribe(id);
        var done = await submissions.UntilDoneAsync(events, id, jobs: 0, wait, context.RequestAborted);
        return await AnswerWhenDoneAsync(context, call, id, jobs, done);
    }

    private async Task<LinksResults> AnswerWhenDoneAsync(
        HttpContext context, LinksCall call, SubmissionId id, IReadOnlyList<Job> jobs, bool done)
    {
        if (call.Wait is { } wait)
        {
            context.Response.Headers["Preference-Applied"] =
                string.Create(CultureInfo.InvariantCulture, $"wait={wait.TotalSeconds:0}");
        }

        if (!done || await submissions.ReadAsync(
                id, after: null, SubmissionService.DefaultLimit, context.RequestAborted) is not { } view)
        {
            return Accepted(id, jobs, call);
        }

        context.Response.Headers.ContentLocation = AcceptedView.AddressOf(id);
        return TypedResults.Ok(view);
    }

    private static Accepted<AcceptedView> Accepted(SubmissionId id, IReadOnlyList<Job> jobs, LinksCall call) =>
        TypedResults.Accepted(AcceptedView.AddressOf(id), AcceptedView.Of(id, jobs, call.Links));
}
