using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.AppHost;

/// <summary>The declared application, with nothing started. Each model is built once and shared.</summary>
internal sealed class Model
{
    // Never disposed: disposing waits for a program that was never started to end.
    private static readonly ConcurrentDictionary<string, Lazy<Task<Model>>> Models = new();

    private readonly DistributedApplication app;

    private Model(DistributedApplication app) => this.app = app;

    public IReadOnlyList<IResource> Resources =>
        [.. app.Services.GetRequiredService<DistributedApplicationModel>().Resources];

    public static Task<Model> BuildAsync(params string[] args) =>
        Models.GetOrAdd(string.Join(' ', args), _ => new Lazy<Task<Model>>(() => BuildNewAsync(args))).Value;

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

    private static async Task<Model> BuildNewAsync(string[] args)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(args);
        return new Model(await builder.BuildAsync());
    }
}
