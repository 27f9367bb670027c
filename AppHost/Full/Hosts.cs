#pragma warning disable ASPIREPROBES001 // Probes are experimental, but without them a platform would not see /health.

namespace AppHost;

/// <summary>Adds the two programs of the product.</summary>
internal static class Hosts
{
    /// <summary>Port on which the images listen.</summary>
    public const int ContainerPort = 8080;

    /// <summary>The only folder that the images' user may write.</summary>
    public const string DataPath = "/home/app";

    public const string Endpoint = "http";

    public static IResourceBuilder<ProjectResource> AddExtractor(
        this IDistributedApplicationBuilder builder,
        Choices choices,
        DeclaredSettings settings,
        IResourceBuilder<ProjectResource>? standIn) =>
        builder.AddProject<Projects.Extractor_Worker>("extractor", launchProfileName: null)
            .WithPort(port: null)
            .WithReplicas(choices.Replicas)
            .AsHost(choices, settings)
            .WithSettings(settings, HostSettings.OfWorkers)
            .UseStandIn(standIn);

    public static IResourceBuilder<ProjectResource> AddGateway(
        this IDistributedApplicationBuilder builder,
        Choices choices,
        DeclaredSettings settings,
        IResourceBuilder<ProjectResource>? standIn) =>
        builder.AddProject<Projects.Gateway_Api>("gateway", launchProfileName: null)
            .WithPort(choices.GatewayPort)
            .WithExternalHttpEndpoints()
            .AsHost(choices, settings)
            .WithSettings(settings, HostSettings.OfGateways)
            .WithAccess(choices, settings)
            .WithCommands(settings)
            .UseStandIn(standIn);

    /// <summary>
    /// Uses a fixed port of this machine when run, and the port of the images when published. A fixed public port is
    /// for the targets to choose: azd accepts none.
    /// </summary>
    private static IResourceBuilder<ProjectResource> WithPort(this IResourceBuilder<ProjectResource> host, int? port) =>
        host.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? host.WithHttpEndpoint(targetPort: ContainerPort)
            : host.WithHttpEndpoint(port);

    /// <summary>Adds what every published host needs: probes and a folder.</summary>
    private static IResourceBuilder<ProjectResource> AsHost(
        this IResourceBuilder<ProjectResource> host, Choices choices, DeclaredSettings settings)
    {
        host.WithHttpProbe(ProbeType.Readiness, "/health", periodSeconds: 5, timeoutSeconds: 3)
            .WithHttpProbe(ProbeType.Liveness, "/alive", periodSeconds: 10, timeoutSeconds: 3)
            .WithReferenceEnvironment(
                ReferenceEnvironmentInjectionFlags.ConnectionString
                | ReferenceEnvironmentInjectionFlags.ServiceDiscovery);
        if (!host.ApplicationBuilder.ExecutionContext.IsPublishMode)
            return host;

        // Probes use an address. Requests for the public name find no health endpoints.
        host.WithEnvironment("Health__Hosts", "localhost,ip").WithEnvironment("Data__Path", DataPath);
        return choices.Target switch
        {
            Target.Compose => host.AsComposeService(choices),
            Target.Kubernetes => host.AsKubernetesService(choices, settings),
            _ => host,
        };
    }
}
