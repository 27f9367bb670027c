using Adapters.Webhooks;
using Composition;
using Composition.Backups;
using Extraction;
using Gateway.Api.Hosting;
using Geocoding;
using Jobs;
using ServiceDefaults;

return await BackupCommands.TryRunAsync(args) ?? await HostProgram.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults(servesPages: true);
    builder.AddJobs().AddOutboxRelay().AddWebhookDispatcher();
    builder.AddStores().AddTransport();
    builder.AddExtraction().AddGeocoding().AddWebhooks();
    if (!builder.HasWorkers())
        builder.AddExtractionHandlers().AddGeocodingHandler().AddWebhookHandler().AddSources();
    builder.AddGateway();

    var app = builder.Build();
    app.MapDefaultEndpoints();
    app.UseGateway();
    app.MapGateway();
    return app;
});
