using System.Text.Json.Serialization;
using Composition;
using Extraction.Requests;
using Gateway.Api.Artifacts;
using Gateway.Api.Backups;
using Gateway.Api.DeadLetters;
using Gateway.Api.Direct;
using Gateway.Api.Events;
using Gateway.Api.Files;
using Gateway.Api.Jobs;
using Gateway.Api.Keys;
using Gateway.Api.Links;
using Gateway.Api.OpenApi;
using Gateway.Api.Page;
using Gateway.Api.Pausing;
using Gateway.Api.Problems;
using Gateway.Api.Status;
using Gateway.Api.Submissions;
using Gateway.Api.Videos;

namespace Gateway.Api.Hosting;

internal static class GatewayRegistration
{
    /// <summary>Adds the features of the gateway.</summary>
    public static IHostApplicationBuilder AddGateway(this IHostApplicationBuilder builder)
    {
        builder.AddServerLimits().AddProblems().AddStoreHealth().AddApiDescription().AddDirectTransport().AddKeys()
            .AddPage();
        builder.AddFilesApi();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, LinksRequestReader.JsonTypes);
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        builder.Services.AddSingleton<LinksAcceptance>();
        builder.Services.AddSingleton<LinksService>();
        builder.Services.AddSingleton<SubmissionService>();
        builder.Services.AddSingleton<SubmissionExport>();
        builder.Services.AddSingleton<EventService>();
        builder.Services.AddSingleton<JobService>();
        builder.Services.AddSingleton<DeadLetterService>();
        builder.Services.AddSingleton<StatusService>();
        return builder;
    }

    /// <summary>Configures the middleware pipeline.</summary>
    public static WebApplication UseGateway(this WebApplication app)
    {
        app.UseProblems();
        app.UseBodyLimit();
        app.UseJsonEncoding();
        app.UsePage();
        app.UseKeys();
        app.UseRequestTimeouts();
        return app;
    }

    /// <summary>Maps all endpoints.</summary>
    public static WebApplication MapGateway(this WebApplication app)
    {
        app.MapLinks().MapSubmissions().MapEvents().MapJobs().MapVideos().MapArtifacts().MapDeadLetters().MapStatus()
            .MapPauses().MapBackups().MapFiles().MapPage().MapSession();
        app.MapOpenApi().DisableHttpMetrics();
        return app;
    }
}
