using System.Globalization;
using Adapters.Webhooks;
using Gateway.Api.Direct;
using Gateway.Api.Problems;
using Gateway.Api.Submissions;
using Jobs;
using Jobs.Submissions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Links;

internal static class LinksEndpoints
{
    public static IEndpointRouteBuilder MapLinks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(
            "/links",
            (HttpContext context, LinksHandler handler, string? transport) => handler.HandleAsync(context, transport))
            .Accepts<LinksBodySchema>("application/json", "text/plain")
            .Produces<AcceptedView>(StatusCodes.Status202Accepted)
            .Produces<SubmissionView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithName("SubmitLinks").WithTags("Links")
            .WithSummary("Submit links")
            .WithDescription(
                "Takes 1 to 10,000 links of videos, playlists and channels, as JSON or as plain text with one link a line (what else is wanted of "
                + "the videos stands in the address then: audio, bitrate, video, maxHeight, maxFps, captions, captionFormat, thumbnail, webhook). A list's "
                + "videos become jobs of the same submission. Every link is checked first; one bad link "
                + "refuses the request, and each bad one is named. The answer comes when nothing can be lost any more. With "
                + "\"Prefer: wait=N\" (up to 60 seconds) it comes with the results, if they are there in time. A request that is "
                + "repeated with the same Idempotency-Key gets the first answer. With transport=http the links go past the queue.");
        routes.MapEarlierAddresses();
        return routes;
    }
}

/// <summary>One request with links, from its body to its answer.</summary>
internal sealed class LinksHandler(
    LinksAcceptance acceptance, SubmissionWaiter waiter, SubmissionReader submissions, DirectRuns direct,
    IOptions<WebhookOptions> webhooks, TimeProvider clock)
{
    public async Task<IResult> HandleAsync(HttpContext context, string? transport)
    {
        if (transport is not (null or "queue" or "kafka" or "http"))
            return Problem.BadRequest(
                "The parameter transport is \"queue\" (the default, also \"kafka\") or \"http\".");
        if (!IdempotencyKey.TryRead(context.Request, out var key, out var keyProblem))
            return Problem.BadRequest(keyProblem);

        var body = await LinksBody.ReadAsync(context.Request, context.RequestAborted);
        if (body is LinksBody.Refused refused)
            return refused.Problem;
        var input = ((LinksBody.Links)body).Input;
        if (!CheckedLinks.TryCheck(input, out var links, out var problem))
            return problem!;
        if (input.Webhook is { } webhook && !WebhookAddress.TryParse(webhook, webhooks.Value, out _, out var refusal))
            return Problem.BadRequest(refusal);

        var wait = Preference.Wait(context.Request.Headers["Prefer"]);
        var work = new LinksWork(input, links, key, wait);
        return transport == "http"
            ? await RunDirectlyAsync(context, work)
            : await SubmitAsync(context, work);
    }

    private async Task<IResult> SubmitAsync(HttpContext context, LinksWork work)
    {
        var id = SubmissionId.New(clock);
        using var events = work.Wait is null ? null : waiter.Subscribe(id);
        var accepted = await acceptance.AcceptAsync(
            id, work.Input, work.Links, work.Key, publish: true, context.RequestAborted);
        return accepted switch
        {
            Acceptance.New(var jobs) when events is not null =>
                await AnswerWhenDoneAsync(
                    context, work, id, jobs, await waiter.UntilDoneAsync(
                        events, id, jobs.Count, work.Wait!.Value, context.RequestAborted)),
            Acceptance.New(var jobs) => Accepted(id, jobs, work),
            Acceptance.Earlier(var first, var jobs) => await AnswerEarlierAsync(context, work, first, jobs),
            _ => KeyInUse(),
        };
    }

    private async Task<IResult> RunDirectlyAsync(HttpContext context, LinksWork work)
    {
        if (!direct.IsPossible)
            return Problem.BadRequest(
                "This gateway knows no worker to send links to directly: leave transport=http out.");

        var count = work.Links.Count;
        if (count > direct.Limit)
            return Problem.BadRequest(
                $"At most {direct.Limit:N0} links go the direct way at once: leave transport=http out for more.");
        if (!direct.TryTake(count))
        {
            context.Response.Headers.RetryAfter = "1";
            return Problem.Of(
                StatusCodes.Status429TooManyRequests, "The direct way is full: try again in a second, or leave transport=http out.");
        }

        try
        {
            var id = SubmissionId.New(clock);
            var wait = work.Wait ?? Preference.LongestWait;
            using var events = waiter.Subscribe(id);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            limit.CancelAfter(wait);
            var accepted = await acceptance.AcceptAsync(
                id, work.Input, work.Links, work.Key, publish: false, context.RequestAborted);
            if (accepted is not Acceptance.New(var jobs))
            {
                return accepted is Acceptance.Earlier(var first, var firstJobs)
                    ? await AnswerEarlierAsync(context, work with { Wait = wait }, first, firstJobs)
                    : KeyInUse();
            }

            var started = clock.GetTimestamp();
            await RunUntilAsync(jobs, limit.Token, context.RequestAborted);
            var left = wait - clock.GetElapsedTime(started);
            var done = await waiter.UntilDoneAsync(events, id, jobs.Count, left, context.RequestAborted);
            return await AnswerWhenDoneAsync(context, work, id, jobs, done);
        }
        finally
        {
            direct.Return(count);
        }
    }

    private async Task RunUntilAsync(IReadOnlyList<Job> jobs, CancellationToken limit, CancellationToken aborted)
    {
        try
        {
            await direct.RunAsync(jobs, limit);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            // The wait is over; what has not begun is the relay's.
        }
    }

    private async Task<IResult> AnswerEarlierAsync(
        HttpContext context, LinksWork work, SubmissionId id, IReadOnlyList<Job> jobs)
    {
        if (work.Wait is not { } wait)
            return Accepted(id, jobs, work);

        using var events = waiter.Subscribe(id);
        var done = await waiter.UntilDoneAsync(events, id, jobs: 0, wait, context.RequestAborted);
        return await AnswerWhenDoneAsync(context, work, id, jobs, done);
    }

    private async Task<IResult> AnswerWhenDoneAsync(
        HttpContext context, LinksWork work, SubmissionId id, IReadOnlyList<Job> jobs, bool done)
    {
        if (work.Wait is { } wait)
        {
            context.Response.Headers["Preference-Applied"] =
                string.Create(CultureInfo.InvariantCulture, $"wait={wait.TotalSeconds:0}");
        }

        if (!done || await submissions.ReadAsync(id, after: null, SubmissionReader.DefaultLimit, context.RequestAborted) is not { } view)
            return Accepted(id, jobs, work);
        context.Response.Headers.ContentLocation = AcceptedView.AddressOf(id);
        return TypedResults.Ok(view);
    }

    private static Accepted<AcceptedView> Accepted(SubmissionId id, IReadOnlyList<Job> jobs, LinksWork work) =>
        TypedResults.Accepted(AcceptedView.AddressOf(id), AcceptedView.Of(id, jobs, work.Links));

    private static ProblemHttpResult KeyInUse() => Problem.Of(
        StatusCodes.Status422UnprocessableEntity,
        $"This {IdempotencyKey.Header} came with another request before: use a new key for a new request.");
}

/// <param name="Input">What was asked for, as it came.</param>
/// <param name="Links">The same, checked.</param>
/// <param name="Key">The caller's idempotency key.</param>
/// <param name="Wait">How long the caller would wait.</param>
internal sealed record LinksWork(LinksInput Input, IReadOnlyList<CheckedLink> Links, string? Key, TimeSpan? Wait);
