using Adapters.Webhooks;
using Composition;
using Extraction;
using Extractor.Worker.Direct;
using Extractor.Worker.Hosting;
using Geocoding;
using Jobs;
using ServiceDefaults;

namespace Extractor.Worker;

/// <summary>Has a namespace, because the tests reference other hosts whose <c>Program</c> has none.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => HostProgram.RunAsync(() =>
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults(servesPages: false);
        builder.AddJobs().AddStores().AddWorkerTransport();
        builder.AddExtraction().AddExtractionHandlers().AddSources();
        builder.AddGeocoding().AddGeocodingHandler();
        builder.AddWebhooks().AddWebhookHandler();
        builder.AddWorkerHost().AddDirect();

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapDirect();
        return app;
    });
}
