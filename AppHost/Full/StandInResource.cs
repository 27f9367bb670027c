namespace AppHost;

/// <summary>Adds the stand-in for YouTube, for machines that reach none, and points the hosts' sources at it.</summary>
internal static class StandInResource
{
    private const string Pages = "http";
    private const string Proxy = "proxy";

    /// <returns>Null if the hosts use the real site.</returns>
    public static IResourceBuilder<ProjectResource>? AddStandIn(
        this IDistributedApplicationBuilder builder, Choices choices) =>
        choices.StandIn && builder.ExecutionContext.IsRunMode
            ? builder.AddProject<Projects.StandIn>("stand-in", launchProfileName: null)
                .WithHttpEndpoint(name: Pages, env: StandInSettings.Port)
                .WithHttpEndpoint(name: Proxy, env: StandInSettings.ProxyPort)
            : null;

    public static IResourceBuilder<ProjectResource> UseStandIn(
        this IResourceBuilder<ProjectResource> host, IResourceBuilder<ProjectResource>? standIn)
    {
        if (standIn is null)
            return host;

        foreach (var (name, value) in StandInSettings.Fixed)
            host.WithEnvironment(name, value);
        foreach (var name in StandInSettings.Addresses)
            host.WithEnvironment(name, ReferenceExpression.Create($"{standIn.GetEndpoint(Pages)}/"));
        return host.WithEnvironment(StandInSettings.Proxy, standIn.GetEndpoint(Proxy)).WaitFor(standIn);
    }
}
