using AppHost;

namespace Tests.AppHost;

/// <summary>
/// The declared application. Only the declaration runs, not the program around it, so nothing starts and nothing is
/// written.
/// </summary>
internal sealed class Model : IDisposable
{
    private readonly DistributedApplication app;

    private Model(DistributedApplication app, IReadOnlyList<IResource> resources) =>
        (this.app, Resources) = (app, resources);

    public IReadOnlyList<IResource> Resources { get; }

    public static Model Of(params string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = Choices.Complete(args),
            AssemblyName = typeof(Graph).Assembly.GetName().Name,
            DisableDashboard = true,
        });
        Assert.True(
            Choices.TryRead(builder.Configuration, Infra.Containers, out var choices, out var problem), problem);
        Assert.True(HostSettings.TryRead(builder.Configuration, out var settings, out problem), problem);
        builder.AddLinks(choices, settings);
        return new Model(builder.Build(), [.. builder.Resources]);
    }

    public ProjectResource Project(string name) =>
        Resources.OfType<ProjectResource>().Single(project => project.Name == name);

    public IReadOnlyList<string> Names<T>() where T : IResource =>
        [.. Resources.OfType<T>().Select(resource => resource.Name).Order()];

    /// <summary>Names of the resources that a resource waits for until they are healthy.</summary>
    public static IReadOnlyList<string> WaitsFor(IResource resource) =>
        [.. resource.Annotations.OfType<WaitAnnotation>()
            .Where(wait => wait.WaitType == WaitType.WaitUntilHealthy)
            .Select(wait => wait.Resource.Name)
            .Distinct()
            .Order()];

    public static int Replicas(IResource resource) =>
        resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;

    /// <summary>The environment as in a manifest: references, not values.</summary>
    public async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(string project)
    {
        var options = new DistributedApplicationExecutionContextOptions(DistributedApplicationOperation.Publish)
        {
            Services = app.Services,
        };
        var environment = await ExecutionConfigurationBuilder.Create(Project(project))
            .WithEnvironmentVariablesConfig()
            .BuildAsync(new DistributedApplicationExecutionContext(options));
        return environment.EnvironmentVariables.ToDictionary();
    }

    public void Dispose() => app.Dispose();
}
