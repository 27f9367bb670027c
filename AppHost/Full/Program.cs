using AppHost;

var builder = DistributedApplication.CreateBuilder(Choices.Complete(args));
if (!Choices.TryRead(builder.Configuration, out var choices, out var problem))
    return Refuse(problem);

builder.AddTarget(choices.Target);

var apiKey = builder.AddParameter("youtube-api-key", Optional.Parameter, secret: true)
    .WithDescription("A key of YouTube's Data API; leave it empty to run without one.");

var gateway = builder.AddProject<Projects.Gateway_Api>("gateway", launchProfileName: null)
    .WithHttpEndpoint()
    .WithExternalHttpEndpoints()
    .WithHealthProbes(choices)
    .WithEnvironment("Sources__YouTubeApi__ApiKey", apiKey);

if (choices.Infra is not Infra.Embedded)
{
    var kafka = builder.AddBroker(choices);
    var links = builder.AddStore(choices);

    var extractor = builder.AddProject<Projects.Extractor_Worker>("extractor", launchProfileName: null)
        .WithHttpEndpoint()
        .WithHealthProbes(choices)
        .WithReplicas(choices.Replicas)
        .WithReference(kafka).WaitFor(kafka)
        .WithReference(links).WaitFor(links)
        .WithEnvironment("Sources__YouTubeApi__ApiKey", apiKey);

    gateway
        .WithReference(kafka).WaitFor(kafka)
        .WithReference(links).WaitFor(links)
        .WithReference(extractor).WaitFor(extractor);
}

var app = builder.Build();
if (builder.ExecutionContext.IsRunMode && ContainerRuntime.WhyMissing(app) is { } missing)
    return Refuse(missing);

await app.RunAsync();
return 0;

static int Refuse(string problem)
{
    Console.Error.WriteLine(problem);
    return 1;
}
