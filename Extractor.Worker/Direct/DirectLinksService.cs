using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Extraction.Links;
using Extraction.Requests;
using Jobs;
using Jobs.Disk;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Submissions;
using Jobs.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using LinkParser = Extraction.Links.LinkParser;

namespace Extractor.Worker.Direct;

/// <summary>
/// Accepts links on a worker: stores their jobs like the gateway, runs them with the same code, and responds when they
/// have ended. The outbox relay publishes jobs that have not ended by then. Once the jobs are stored, every answer has
/// the ID of their submission.
/// </summary>
internal sealed class DirectLinksService(
    AdmissionGate gate,
    LinkJobs links,
    JobSubmitter submitter,
    JobRunner runner,
    IJobReader store,
    TimeProvider clock,
    StoreClock storeClock,
    RandomSource random,
    IHostApplicationLifetime lifetime,
    ILogger<DirectLinksService> logger,
    StoreFloor? floor = null)
{
    /// <summary>Time for which an answer waits for the store after the jobs have run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int MaxBytes = 64 * 1024;

    private const string NotExpanded =
        "which the direct transport does not expand: send it to the gateway's POST /links.";

    private readonly StoreRetry retry = new(Patience, clock, random, logger);

    public async Task<Results<Ok<DirectAnswer>, JsonHttpResult<DirectAccepted>, ProblemHttpResult>> RunAsync(
        HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request, MaxBytes, context.RequestAborted);
        if (!TryRead(body.Span, out var requests, out var problem))
            return DirectProblems.BadRequest(problem);
        if (!gate.TryTake(requests.Count))
            return DirectProblems.Full(context);

        try
        {
            return await RunAsync(requests, context.RequestAborted);
        }
        catch (StoreUnavailableException error)
        {
            return DirectProblems.Unavailable(error);
        }
        finally
        {
            gate.Return(requests.Count);
        }
    }

    private bool TryRead(
        ReadOnlySpan<byte> body, out List<LinkRequest> requests, [NotNullWhen(false)] out string? problem)
    {
        requests = [];
        if (body.Length > MaxBytes)
        {
            problem = $"The body is larger than {MaxBytes / 1024} KiB: send it to the gateway's POST /links.";
            return false;
        }

        if (!LinksRequestReader.TryReadJson(body, out var request, out problem))
            return false;
        if (request.Webhook is not null)
        {
            problem = "A worker accepts no \"webhook\": send it to the gateway's POST /links.";
            return false;
        }

        if (request.Links.Count == 0 || request.Links.Count > gate.Limit)
        {
            problem =
                $"The direct transport accepts 1 to {gate.Limit} links at once: send more over the gateway's queue.";
            return false;
        }

        var media = request.ToMedia();
        foreach (var text in request.Links)
        {
            var link = LinkParser.Parse(text);
            if (link is not ParsedLink.Video(var id))
            {
                problem = $"\"{Shorten(text)}\" {WhyNot(link)}";
                return false;
            }

            requests.Add(new LinkRequest { Link = text, VideoId = id, MaxAge = request.MaxAge, Media = media });
        }

        return true;
    }

    private async Task<Results<Ok<DirectAnswer>, JsonHttpResult<DirectAccepted>, ProblemHttpResult>> RunAsync(
        List<LinkRequest> requests, CancellationToken cancellationToken)
    {
        floor?.Require();
        var submission = new Submission { Id = SubmissionId.New(clock), AcceptedAt = storeClock.Now };
        var jobs = links.Create(submission.Id, requests);
        await submitter.StoreAsync(submission, jobs, cancellationToken);
        try
        {
            await Task.WhenAll(
                jobs.Select(job => runner.RunAsync(JobMessage.For(job), "http", lifetime.ApplicationStopping)));
            var query = new JobQuery
            {
                SubmissionId = submission.Id, OldestFirst = true, Limit = jobs.Count, WithDetails = true,
            };
            var page = await retry.CallAsync(token => store.ListAsync(query, token), cancellationToken);
            return TypedResults.Ok(new DirectAnswer(submission.Id.ToString(), [.. page.Items.Select(Describe)]));
        }
        catch (StoreUnavailableException error)
        {
            return Accepted(submission, error.Message);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Accepted(submission, "This worker is stopping.");
        }
    }

    /// <summary>Answers for jobs that are stored, and whose end is not known.</summary>
    private static JsonHttpResult<DirectAccepted> Accepted(Submission submission, string reason) => TypedResults.Json(
        new DirectAccepted(
            submission.Id.ToString(),
            $"The links are accepted, and their results are unknown: {reason} Read "
            + $"/submissions/{submission.Id} at the gateway instead of sending them again."),
        statusCode: StatusCodes.Status202Accepted);

    private static DirectJob Describe(Job job)
    {
        using var result = job.Result is null ? null : JsonDocument.Parse(job.Result);
        return new DirectJob(
            job.Id.ToString(), job.Key, job.State.ToString(), job.Failure?.Reason, result?.RootElement.Clone());
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private static string WhyNot(ParsedLink link) => link switch
    {
        ParsedLink.Playlist => "is a playlist, " + NotExpanded,
        ParsedLink.Channel => "is a channel, " + NotExpanded,
        _ => "is not a link to one video: correct or remove it.",
    };
}

internal sealed record DirectAnswer(string Id, IReadOnlyList<DirectJob> Jobs);

/// <param name="Id">ID of the submission.</param>
/// <param name="Detail">Why its results are missing, in words.</param>
internal sealed record DirectAccepted(string Id, string Detail);

internal sealed record DirectJob(string Id, string Key, string State, string? Failure, JsonElement? Result);
