namespace AppHost;

/// <summary>Adds the servers that the hosts use.</summary>
internal static class Resources
{
    private const string Broker = "kafka";
    private const string Database = "links";

    /// <summary>Adds the broker, with Kafka UI to show topics, messages, and lag.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddBroker(
        this IDistributedApplicationBuilder builder, Choices choices)
    {
        if (choices.Infra is Infra.External)
            return builder.AddConnectionString(Broker);

        var kafka = builder.AddKafka(Broker)
            .WithKafkaUI(ui => ui.WithLifetime(Lifetime(choices))
                .WithUrlForEndpoint("http", url => url.DisplayText = "Topics"))
            .WithLifetime(Lifetime(choices));
        return builder.ExecutionContext.IsRunMode ? kafka.WithDataVolume() : kafka.Published(choices);
    }

    /// <summary>Adds the database, with Mongo Express to show documents.</summary>
    public static Store AddStore(this IDistributedApplicationBuilder builder, Choices choices)
    {
        if (choices.Infra is Infra.External)
            return new Store(builder.AddConnectionString(Database), Server: null);

        var mongo = builder.AddMongoDB("mongo")
            .WithMongoExpress(express => express.WithLifetime(Lifetime(choices))
                .WithUrlForEndpoint("http", url => url.DisplayText = "Documents"))
            .WithLifetime(Lifetime(choices));
        mongo = builder.ExecutionContext.IsRunMode ? mongo.WithDataVolume() : mongo.Published(choices);
        return new Store(mongo.AddDatabase(Database), mongo.Resource);
    }

    /// <summary>
    /// Connects a host to the database. When published, the password is a setting of its own: no publisher escapes it
    /// in an address, and people choose passwords with characters that an address does not allow.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithStore(
        this IResourceBuilder<ProjectResource> host, Store store)
    {
        host.WithReference(store.Connection).WaitFor(store.Connection);
        if (store.Server is not { PasswordParameter: { } password } mongo
            || host.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            return host;
        }

        return host
            .WithEnvironment(
                $"ConnectionStrings__{Database}",
                ReferenceExpression.Create(
                    $"mongodb://{mongo.PrimaryEndpoint.Property(EndpointProperty.HostAndPort)}/{Database}"))
            .WithEnvironment("Mongo__Username", mongo.UserNameReference)
            .WithEnvironment("Mongo__Password", ReferenceExpression.Create($"{password}"));
    }

    private static ContainerLifetime Lifetime(Choices choices) =>
        choices.Persistent ? ContainerLifetime.Persistent : ContainerLifetime.Session;
}

/// <summary>Represents the database: its address, and its server if this program declares one.</summary>
internal sealed record Store(
    IResourceBuilder<IResourceWithConnectionString> Connection, MongoDBServerResource? Server);
