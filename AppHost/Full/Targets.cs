#pragma warning disable ASPIRECOMPUTE003 // Registries are experimental, but nothing else pushes the images.

namespace AppHost;

/// <summary>Chooses what a target of publishing needs.</summary>
internal static class Targets
{
    private const string KafkaData = "kafka-data";
    private const string MongoData = "mongo-data";
    private const string HostData = "links-data";

    /// <summary>Adds the environment that <c>aspire publish</c> writes.</summary>
    public static void AddTarget(this IDistributedApplicationBuilder builder, Choices choices)
    {
        if (builder.ExecutionContext.IsPublishMode && choices is { Registry: { } registry, Target: not Target.None })
        {
            var parts = registry.Split('/', 2);
            builder.AddContainerRegistry("registry", parts[0], parts.ElementAtOrDefault(1));
        }

        switch (choices.Target)
        {
            case Target.Compose:
                builder.AddCompose();
                break;
            case Target.Kubernetes:
                builder.AddKubernetes();
                break;
            case Target.None:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(choices), choices.Target, "Unknown target.");
        }
    }

    /// <summary>
    /// Stores data in a named volume. Azure has none: azd makes a share of the SMB protocol of every volume, on which
    /// Kafka and MongoDB do not run, so a trial there keeps nothing when a container is replaced.
    /// </summary>
    public static IResourceBuilder<KafkaServerResource> Published(
        this IResourceBuilder<KafkaServerResource> kafka, Choices choices) => choices.Target switch
    {
        Target.Compose => kafka.WithDataVolume(KafkaData).AsComposeService(),
        Target.Kubernetes => kafka.WithDataVolume(KafkaData).AsKubernetesService(),
        _ => kafka,
    };

    /// <inheritdoc cref="Published(IResourceBuilder{KafkaServerResource}, Choices)"/>
    public static IResourceBuilder<MongoDBServerResource> Published(
        this IResourceBuilder<MongoDBServerResource> mongo, Choices choices) => choices.Target switch
    {
        Target.Compose => mongo.WithDataVolume(MongoData).AsComposeService(),
        Target.Kubernetes => mongo.WithDataVolume(MongoData).AsKubernetesService(),
        _ => mongo,
    };

    /// <summary>Stores what a gateway without servers keeps.</summary>
    public static void WithStoredData(this IResourceBuilder<ProjectResource> gateway, Choices choices)
    {
        if (gateway.ApplicationBuilder.ExecutionContext.IsPublishMode && choices.Target is not Target.None)
            gateway.WithAnnotation(new ContainerMountAnnotation(
                HostData, Hosts.DataPath, ContainerMountType.Volume, isReadOnly: false));
    }
}
