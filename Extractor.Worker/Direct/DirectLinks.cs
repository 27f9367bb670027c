using System.Text.Json;
using Extraction.Links;
using Jobs;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Submissions;
using LinkParser = Extraction.Links.LinkParser;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Extractor.Worker.Direct;

/// <summary>
/// Links straight to a worker: stored as the gateway stores them, run by the same code, and answered when they have
/// ended. What has not ended then is the relay's.
/// </summary>
internal sealed class DirectLinks(
    DirectGate gate, LinkJobs links, JobSubmitter submitter, JobRunner runner, IJobReader store, TimeProvider clock,
    IHostApplicationLifetime lifetime)
{
    private const int MaxBytes = 64 * 1024;

    public async Task<Results<Ok<DirectAnswer>, ProblemHttpResult>> HandleAsync(HttpContext context)
    {
        var body = await Bodies.ReadAsync(context.Request, MaxBytes, context.RequestAborted);
        if (!TryRead(body, out var texts))
            return Bad("The body is JSON as {\"links\": [\"https://youtu.be/…\"]}; one link may also be a text.");
        if (texts.Count == 0 || texts.Count > gate.Limit)
            return Bad($"The direct way takes 1 to {gate.Limit} links at once: send more over the gateway's queue.");

        var requests = new List<LinkRequest>(texts.Count);
        foreach (var text in texts)
        {
            var link = LinkParser.Parse(text);
            if (link is not ParsedLink.Video(var id))
                return Bad($"\"{(text.Length <= 80 ? text : text[..80] + "…")}\" {WhyNot(link)}");
            requests.Add(new LinkRequest { Link = text, VideoId = id });
        }

        if (!gate.TryTake(requests.Count))
            return DirectEndpoints.Full(context);

        try
        {
            return TypedResults.Ok(await RunAsync(requests, context.RequestAborted));
        }
        catch (StoreUnavailableException error)
        {
            return TypedResults.Problem(error.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        finally
        {
            gate.Return(requests.Count);
        }
    }

    private async Task<DirectAnswer> RunAsync(List<LinkRequest> requests, CancellationToken cancellationToken)
    {
        var submission = new Submission { Id = SubmissionId.New(clock), AcceptedAt = clock.GetUtcNow() };
        var jobs = links.Create(submission.Id, requests);
        await submitter.StoreAsync(submission, jobs, cancellationToken);
        await Task.WhenAll(
            jobs.Select(job => runner.RunAsync(JobMessage.For(job), "http", lifetime.ApplicationStopping)));

        var page = await store.ListAsync(
            new JobQuery { SubmissionId = submission.Id, OldestFirst = true, Limit = jobs.Count, WithDetails = true }, cancellationToken);
        return new DirectAnswer(submission.Id.ToString(), [.. page.Items.Select(Answer)]);
    }

    private static DirectJob Answer(Job job)
    {
        using var result = job.Result is null ? null : JsonDocument.Parse(job.Result);
        return new DirectJob(
            job.Id.ToString(), job.Key, job.State.ToString(), job.Failure?.Reason, result?.RootElement.Clone());
    }

    private static string WhyNot(ParsedLink link) => link switch
    {
        ParsedLink.Playlist => "is a playlist, which the direct way does not expand: send it to the gateway's POST /links.",
        ParsedLink.Channel => "is a channel, which the direct way does not expand: send it to the gateway's POST /links.",
        _ => "is not a link to one video: correct it or leave it out.",
    };

    private static bool TryRead(ReadOnlyMemory<byte> body, out IReadOnlyList<string> texts)
    {
        texts = [];
        if (body.Length > MaxBytes)
            return false;

        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("links"u8, out var links))
                return false;

            JsonElement[] items = links.ValueKind == JsonValueKind.Array ? [.. links.EnumerateArray()] : [links];
            if (!Array.TrueForAll(items, item => item.ValueKind == JsonValueKind.String))
                return false;

            texts = [.. items.Select(item => item.GetString()!)];
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static ProblemHttpResult Bad(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}

internal sealed record DirectAnswer(string Id, IReadOnlyList<DirectJob> Jobs);

internal sealed record DirectJob(string Id, string Key, string State, string? Failure, JsonElement? Result);
