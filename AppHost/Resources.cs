#pragma warning disable ASPIREPROBES001 // Probes are still marked experimental; without them a platform would not see /health.

namespace AppHost;

/// <summary>The parts of the graph that depend on a choice.</summary>
internal static class Resources
{
    /// <summary>The broker; Kafka UI beside it shows topics, messages and lag.</summary>
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

    /// <summary>The database; Mongo Express beside it shows documents.</summary>
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

    /// <summary>What <c>aspire publish</c> writes.</summary>
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
    /// Ready and alive are asked by this program when it runs the host, and by the platform where it is deployed.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithHealthProbes(
        this IResourceBuilder<ProjectResource> project, Choices choices)
    {
        project
            .WithHttpProbe(ProbeType.Readiness, "/health")
            .WithHttpProbe(ProbeType.Liveness, "/alive")
            .WithEnvironment(context =>
            {
                // Probes ask by address. Whoever asks by the public name learns nothing.
                if (context.ExecutionContext.IsPublishMode)
                    context.EnvironmentVariables["Health__Hosts"] = "localhost,ip";
            });
        return choices.Target is Target.Kubernetes ? project.WithValidProbes() : project;
    }

    private static ContainerLifetime Lifetime(Choices choices) =>
        choices.Persistent ? ContainerLifetime.Persistent : ContainerLifetime.Session;
}
