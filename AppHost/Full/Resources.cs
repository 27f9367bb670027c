#pragma warning disable ASPIREPROBES001 // Probes are experimental, but without them a platform would not see /health.

namespace AppHost;

/// <summary>Adds the parts of the graph that depend on an option.</summary>
internal static class Resources
{
    /// <summary>Adds the broker, with Kafka UI to show topics, messages, and lag.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddBroker(
        this IDistributedApplicationBuilder builder, Choices choices)
    {
        if (choices.Infra is Infra.External)
            return builder.AddConnectionString("kafka");

        return builder.AddKafka("kafka")
            .WithKafkaUI(ui => ui.WithLifetime(Lifetime(choices)))
            .WithDataVolume()
            .WithLifetime(Lifetime(choices));
    }

    /// <summary>Adds the database, with Mongo Express to show documents.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddStore(
        this IDistributedApplicationBuilder builder, Choices choices)
    {
        if (choices.Infra is Infra.External)
            return builder.AddConnectionString("links");

        return builder.AddMongoDB("mongo")
            .WithMongoExpress(express => express.WithLifetime(Lifetime(choices)))
            .WithDataVolume()
            .WithLifetime(Lifetime(choices))
            .AddDatabase("links");
    }

    /// <summary>Adds the environment that <c>aspire publish</c> writes.</summary>
    public static void AddTarget(this IDistributedApplicationBuilder builder, Target target)
    {
        switch (target)
        {
            case Target.Compose:
                builder.AddDockerComposeEnvironment("compose");
                break;
            case Target.Kubernetes:
                builder.AddKubernetes();
                break;
            case Target.None:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(target), target, "Unknown target.");
        }
    }

    /// <summary>
    /// Adds the readiness and liveness probes, used by this program when it runs the host, and by the platform when
    /// deployed.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithHealthProbes(
        this IResourceBuilder<ProjectResource> project, Choices choices)
    {
        project
            .WithHttpProbe(ProbeType.Readiness, "/health")
            .WithHttpProbe(ProbeType.Liveness, "/alive")
            .WithEnvironment(context =>
            {
                // Probes use an address. Requests for the public name find no health endpoints.
                if (context.ExecutionContext.IsPublishMode)
                    context.EnvironmentVariables["Health__Hosts"] = "localhost,ip";
            });
        return choices.Target is Target.Kubernetes ? project.WithValidProbes() : project;
    }

    private static ContainerLifetime Lifetime(Choices choices) =>
        choices.Persistent ? ContainerLifetime.Persistent : ContainerLifetime.Session;
}
