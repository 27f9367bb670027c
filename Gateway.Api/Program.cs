using Extraction;
using Gateway.Api.Hosting;
using Infrastructure;
using Jobs;
using ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddJobs().AddRelay();
builder.AddStores().AddTransport();
builder.AddExtraction();
if (!builder.HasWorkers())
    builder.AddExtractionHandlers().AddSources();
builder.AddGateway();

var app = builder.Build();
app.MapDefaultEndpoints();
app.UseGateway();
app.MapGateway();
await app.RunAsync();
