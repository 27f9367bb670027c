using System.Diagnostics;

namespace Gateway.Api.Problems;

internal static class ProblemsRegistration
{
    public static IHostApplicationBuilder AddProblems(this IHostApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = problem =>
            problem.ProblemDetails.Extensions["traceId"] =
                Activity.Current?.TraceId.ToString() ?? problem.HttpContext.TraceIdentifier);
        builder.Services.AddExceptionHandler<ExceptionProblems>();

        // A parameter that does not bind is then reported like any other problem, in every environment.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return builder;
    }

    public static WebApplication UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(pages => Problem
            .Of(pages.HttpContext.Response.StatusCode, StatusSentences.For(pages.HttpContext))
            .ExecuteAsync(pages.HttpContext));
        return app;
    }
}
