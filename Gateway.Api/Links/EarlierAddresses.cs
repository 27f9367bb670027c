using Extraction.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Links;

/// <summary>Maps the addresses of the previous system, so that its load test runs unchanged.</summary>
internal static class EarlierAddresses
{
    public static void MapEarlierAddresses(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(
            "/links/send-message-kafka",
            (HttpContext context, LinksService links) => AnswerAsync(context, links, "queue"))
            .Describe("SendMessageKafka", "Submit links through the queue, at the previous system's address");
        routes.MapPost(
            "/links/send-message-axios",
            (HttpContext context, LinksService links) => AnswerAsync(context, links, "http"))
            .Describe("SendMessageAxios", "Run links through the direct transport, at the previous system's address");
    }

    private static async Task<Results<Created<EarlierAnswer>, ProblemHttpResult>> AnswerAsync(
        HttpContext context, LinksService links, string transport) =>
        (await links.SubmitAsync(context, transport)).Result is ProblemHttpResult problem
            ? problem
            : TypedResults.Created((string?)null, new EarlierAnswer("ok"));

    private static void Describe(this RouteHandlerBuilder endpoint, string name, string summary) => endpoint
        .Accepts<LinksRequest>("application/json", "text/plain")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .WithName(name).WithTags("Links").WithSummary(summary)
        .WithDescription("Accepts {\"links\": \"…\"} and answers {\"res\": \"ok\"}. POST /links returns the jobs.");
}

internal sealed record EarlierAnswer(string Res);
