namespace StandIn.Requests;

/// <summary><c>GET</c> and <c>DELETE /standin/requests</c>.</summary>
internal static class RequestEndpoints
{
    public static void AddRequestLog(this WebApplicationBuilder builder) => builder.Services.AddSingleton<RequestLog>();

    public static void MapRequestLog(this WebApplication app)
    {
        app.MapGet("/standin/requests", (RequestLog log) => TypedResults.Ok(log.Report()));
        app.MapGet("/standin/pace", (RequestLog log) => TypedResults.Ok(log.Pace()));
        app.MapGet("/standin/requests/{video}", (string video, RequestLog log) => TypedResults.Ok(log.Of(video)));
        app.MapDelete("/standin/requests", (RequestLog log) =>
        {
            log.Reset();
            return TypedResults.NoContent();
        });
    }
}
