using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Links;

/// <summary>The addresses of the system before this one, kept so that its load test runs unchanged.</summary>
internal static class EarlierAddresses
{
    public static void MapEarlierAddresses(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(
            "/links/send-message-kafka",
            (HttpContext context, LinksHandler handler) => AnswerAsync(context, handler, "queue"))
            .Describe("SendMessageKafka", "Submit links over the queue, at the earlier system's address");
        routes.MapPost(
            "/links/send-message-axios",
            (HttpContext context, LinksHandler handler) => AnswerAsync(context, handler, "http"))
            .Describe("SendMessageAxios", "Run links over the direct way and wait, at the earlier system's address");
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, LinksHandler handler, string transport)
    {
        var answer = await handler.HandleAsync(context, transport);
        return answer is ProblemHttpResult ? answer : TypedResults.Created((string?)null, new EarlierAnswer("ok"));
    }

    private static void Describe(this RouteHandlerBuilder endpoint, string name, string summary) => endpoint
        .Accepts<LinksBodySchema>("application/json", "text/plain")
        .Produces<EarlierAnswer>(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .WithName(name).WithTags("Links").WithSummary(summary)
        .WithDescription("Takes {\"links\": \"…\"} and answers {\"res\": \"ok\"}; POST /links tells more.");
}

internal sealed record EarlierAnswer(string Res);
