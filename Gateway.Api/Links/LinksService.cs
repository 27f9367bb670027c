using System.Globalization;
using Adapters.Webhooks;
using Gateway.Api.Direct;
using Gateway.Api.Hosting;
using Gateway.Api.Keys;
using Gateway.Api.Problems;
using Gateway.Api.Submissions;
using Jobs;
using Jobs.Events;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using LinksResults = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Accepted<Gateway.Api.Links.AcceptedView>,
    Microsoft.AspNetCore.Http.HttpResults.Ok<Gateway.Api.Submissions.SubmissionView>,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace Gateway.Api.Links;

/// <summary>
/// Accepts the links of a request, and waits for their results if the caller asks for that. Once accepted, they are
/// answered with their jobs, unless the caller disconnects.
/// </summary>
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
        context.BeginEffect();
        return transport == "http" ? await RunDirectlyAsync(context, call) : await EnqueueAsync(context, call);
    }

    private async Task<LinksResults> EnqueueAsync(HttpContext context, LinksCall call)
    {
        var id = SubmissionId.New(clock);
        using var events = call.Wait is null ? null : submissions.Subscribe(id);
        var accepted = await acceptance.AcceptAsync(id, call, publish: true, context.RequestAborted);
        return accepted switch
        {
            Acceptance.New(var jobs) when events is not null => await AnswerWhenDoneAsync(
                context, call, new AcceptedJobs(id, jobs), events, jobs.Count, call.Wait!.Value),
            Acceptance.New(var jobs) => Accepted(new AcceptedJobs(id, jobs), call),
            Acceptance.Earlier(var first, var jobs) => await AnswerEarlierAsync(
                context, call, new AcceptedJobs(first, jobs)),
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

        var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var runs = Task.CompletedTask;
        try
        {
            return await RunAsync(context, call, limit, run => runs = run);
        }
        finally
        {
            _ = ReturnAsync(runs, count, limit);
        }
    }

    /// <summary>Makes room in the direct transport once the runs have ended, which may be after the answer.</summary>
    private async Task ReturnAsync(Task runs, int count, CancellationTokenSource limit)
    {
        await runs;
        direct.Gate.Return(count);
        limit.Dispose();
    }

    private async Task<LinksResults> RunAsync(
        HttpContext context, LinksCall call, CancellationTokenSource limit, Action<Task> started)
    {
        var id = SubmissionId.New(clock);
        var wait = call.Wait ?? Preference.LongestWait;
        call = call with { Wait = wait };
        using var events = submissions.Subscribe(id);
        var accepted = await acceptance.AcceptAsync(id, call, publish: false, context.RequestAborted);
        if (accepted is not Acceptance.New(var jobs))
        {
            return accepted is Acceptance.Earlier(var first, var firstJobs)
                ? await AnswerEarlierAsync(context, call, new AcceptedJobs(first, firstJobs))
                : IdempotencyKey.InUse();
        }

        limit.CancelAfter(wait);
        started(direct.RunAsync(jobs, limit.Token));
        return await AnswerWhenDoneAsync(context, call, new AcceptedJobs(id, jobs), events, jobs.Count, wait);
    }

    private async Task<LinksResults> AnswerEarlierAsync(HttpContext context, LinksCall call, AcceptedJobs accepted)
    {
        if (call.Wait is not { } wait)
            return Accepted(accepted, call);

        using var events = submissions.Subscribe(accepted.Id);
        return await AnswerWhenDoneAsync(context, call, accepted, events, jobs: 0, wait);
    }

    private async Task<LinksResults> AnswerWhenDoneAsync(
        HttpContext context, LinksCall call, AcceptedJobs accepted, EventSubscription events, int jobs, TimeSpan wait)
    {
        context.Response.Headers["Preference-Applied"] =
            string.Create(CultureInfo.InvariantCulture, $"wait={wait.TotalSeconds:0}");
        if (await ReadWhenDoneAsync(accepted.Id, events, jobs, wait, context.RequestAborted) is not { } view)
            return Accepted(accepted, call);

        context.Response.Headers.ContentLocation = AcceptedView.AddressOf(accepted.Id);
        return TypedResults.Ok(view);
    }

    /// <returns>
    /// Null when the wait is over, or when the store fails: the caller gets the IDs of the jobs then.
    /// </returns>
    private async Task<SubmissionView?> ReadWhenDoneAsync(
        SubmissionId id, EventSubscription events, int jobs, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            return await submissions.UntilDoneAsync(events, id, jobs, wait, cancellationToken)
                ? await submissions.ReadAsync(id, after: null, SubmissionService.DefaultLimit, cancellationToken)
                : null;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    private static Accepted<AcceptedView> Accepted(AcceptedJobs accepted, LinksCall call) => TypedResults.Accepted(
        AcceptedView.AddressOf(accepted.Id), AcceptedView.Of(accepted.Id, accepted.Jobs, call.Links));

    private sealed record AcceptedJobs(SubmissionId Id, IReadOnlyList<Job> Jobs);
}
