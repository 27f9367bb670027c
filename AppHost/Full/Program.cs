using AppHost;

var builder = DistributedApplication.CreateBuilder(Choices.Complete(args));
if (!Choices.TryRead(builder.Configuration, out var choices, out var problem)
    || !HostSettings.TryRead(builder.Configuration, out var settings, out problem)
    || !Publishing.IsPossible(builder, choices, out problem))
{
    return Refuse(problem);
}

builder.AddLinks(choices, settings);

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
