using AppHost;
using AppHost.Processes;

if (LocalApplication.IsChosen(args))
    return await LocalApplication.RunAsync(
        args,
        "The hosts run as processes of this machine, without containers and without a dashboard; the page shows each "
        + "job's timeline.");

var builder = DistributedApplication.CreateBuilder(Choices.Complete(args));
if (!Choices.TryRead(builder.Configuration, Infra.Containers, out var choices, out var problem)
    || !HostSettings.TryRead(builder.Configuration, out var settings, out problem)
    || !Publishing.IsPossible(builder, choices, out problem))
{
    return Refuse(problem);
}

if (Publishing.Remark(builder, choices) is { } remark)
    Console.Error.WriteLine(remark);
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
