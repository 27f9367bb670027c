using Jobs;
using Jobs.Running;
using Microsoft.Extensions.Options;

namespace Extractor.Worker.Direct;

/// <summary>Maps the direct transport: jobs over HTTP, answered when they have ended.</summary>
internal static class DirectEndpoints
{
    public static IHostApplicationBuilder AddDirect(this IHostApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton(services =>
            new AdmissionGate(services.GetRequiredService<IOptions<JobsOptions>>().Value.MaxInFlight));
        builder.Services.AddSingleton<DirectJobsService>();
        builder.Services.AddSingleton<DirectLinksService>();
        return builder;
    }

    public static void MapDirect(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapPost("/jobs", (HttpContext context, DirectJobsService jobs) => jobs.RunAsync(context))
            .WithSummary("Runs one attempt of a stored job, given as its message, for the gateway's transport=http.");
        app.MapPost("/links", (HttpContext context, DirectLinksService links) => links.RunAsync(context))
            .WithSummary("Stores the jobs of some links, runs them, and responds with the outcome of each.");
    }
}
