using Extraction;
using Gateway.Api.Hosting;
using Geocoding;
using Infrastructure;
using Jobs;
using ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddJobs().AddRelay();
builder.AddStores().AddTransport();
builder.AddExtraction().AddGeocoding();
if (!builder.HasWorkers())
    builder.AddExtractionHandlers().AddGeocodingHandler().AddSources();
builder.AddGateway();

var app = builder.Build();
app.MapDefaultEndpoints();
app.UseGateway();
app.MapGateway();
await app.RunAsync();
