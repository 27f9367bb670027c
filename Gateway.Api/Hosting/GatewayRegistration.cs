using Composition;
using Gateway.Api.Artifacts;
using Gateway.Api.DeadLetters;
using Gateway.Api.Direct;
using Gateway.Api.Events;
using Gateway.Api.Files;
using Gateway.Api.Jobs;
using Gateway.Api.Keys;
using Gateway.Api.Links;
using Gateway.Api.OpenApi;
using Gateway.Api.Page;
using Gateway.Api.Problems;
using Gateway.Api.Status;
using Gateway.Api.Submissions;
using Gateway.Api.Videos;

namespace Gateway.Api.Hosting;

internal static class GatewayRegistration
{
    /// <summary>The gateway's own features.</summary>
    public static IHostApplicationBuilder AddGateway(this IHostApplicationBuilder builder)
    {
        builder.AddServerLimits().AddProblems().AddStoreHealth().AddApiDescription().AddDirectTransport().AddKeys()
            .AddPage();
        builder.AddFilesApi();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJson.Default);
            json.SerializerOptions.DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull;
        });
        builder.Services.AddSingleton<LinksAcceptance>();
        builder.Services.AddSingleton<LinksHandler>();
        builder.Services.AddSingleton<SubmissionWaiter>();
        builder.Services.AddSingleton<SubmissionReader>();
        builder.Services.AddSingleton<SubmissionExport>();
        builder.Services.AddSingleton<JobCommands>();
        builder.Services.AddSingleton<Replay>();
        return builder;
    }

    /// <summary>What every request passes.</summary>
    public static WebApplication UseGateway(this WebApplication app)
    {
        app.UseProblems();
        app.UseBrowserGuard();
        app.UsePage();
        app.UseKeys();
        app.UseRequestTimeouts();
        return app;
    }

    /// <summary>All addresses.</summary>
    public static WebApplication MapGateway(this WebApplication app)
    {
        app.MapLinks().MapSubmissions().MapEvents().MapJobs().MapVideos().MapArtifacts().MapDeadLetters().MapStatus()
            .MapFiles().MapPage().MapSession();
        app.MapOpenApi().DisableHttpMetrics();
        return app;
    }
}
