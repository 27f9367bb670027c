namespace Tests.AppHost;

/// <summary>Tests the default: everything runs on this machine, Kafka and MongoDB in containers.</summary>
public sealed class ContainersTests
{
    [Fact]
    public async Task The_graph_has_Kafka_MongoDB_workers_a_gateway_and_pages_that_inspect_them()
    {
        var model = await Model.BuildAsync();

        Assert.Equal(["kafka"], model.Names<KafkaServerResource>());
        Assert.Equal(["mongo"], model.Names<MongoDBServerResource>());
        Assert.Equal(["links"], model.Names<MongoDBDatabaseResource>());
        Assert.Equal(["extractor", "gateway"], model.Names<ProjectResource>());
        Assert.Single(model.Names<KafkaUIContainerResource>());
        Assert.Contains(model.Resources, resource => resource.Name == "mongo-mongoexpress");
    }

    [Fact]
    public async Task Hosts_wait_until_what_they_need_is_healthy()
    {
        var model = await Model.BuildAsync();

        Assert.Equal(["kafka", "links", "mongo"], Model.WaitsFor(model.Project("extractor")));
        Assert.Equal(["extractor", "kafka", "links", "mongo"], Model.WaitsFor(model.Project("gateway")));
        Assert.All(model.Resources.OfType<ProjectResource>(), project =>
            Assert.NotEmpty(project.Annotations.OfType<HealthCheckAnnotation>()));
    }

    [Fact]
    public async Task Hosts_receive_the_addresses_of_everything()
    {
        var model = await Model.BuildAsync();

        var gateway = await model.EnvironmentAsync("gateway");

        Assert.Equal("{kafka.connectionString}", gateway["ConnectionStrings__kafka"]);
        Assert.Equal("{links.connectionString}", gateway["ConnectionStrings__links"]);
        Assert.Equal("{extractor.bindings.http.url}", gateway["services__extractor__http__0"]);
        Assert.Equal("{youtube-api-key.value}", gateway["Sources__YouTubeApi__ApiKey"]);
    }

    [Fact]
    public async Task Data_outlives_the_containers()
    {
        var model = await Model.BuildAsync();

        foreach (var container in model.Resources.Where(IsServer))
            Assert.Contains(
                container.Annotations.OfType<ContainerMountAnnotation>(),
                mount => mount.Type == ContainerMountType.Volume);
    }

    [Theory]
    [InlineData("false", ContainerLifetime.Session)]
    [InlineData("true", ContainerLifetime.Persistent)]
    public async Task Containers_stay_between_runs_when_asked_to(string persistent, ContainerLifetime expected)
    {
        var model = await Model.BuildAsync("--persistent", persistent);

        Assert.All(
            model.Resources.Where(IsServer),
            container => Assert.Equal(
                expected,
                container.Annotations.OfType<ContainerLifetimeAnnotation>().LastOrDefault()?.Lifetime
                    ?? ContainerLifetime.Session));
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData("5", 5)]
    public async Task There_are_as_many_workers_as_asked_for(string? asked, int expected)
    {
        var model = await Model.BuildAsync(asked is null ? [] : ["--replicas", asked]);

        Assert.Equal(expected, Model.Replicas(model.Project("extractor")));
        Assert.Equal(1, Model.Replicas(model.Project("gateway")));
    }

    [Fact]
    public async Task Only_the_gateway_is_open_to_the_outside()
    {
        var model = await Model.BuildAsync();

        var open = model.Resources.OfType<IResourceWithEndpoints>()
            .Where(resource => resource.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.IsExternal))
            .Select(resource => resource.Name);

        Assert.Equal(["gateway"], open);
    }

    private static bool IsServer(IResource resource) => resource is KafkaServerResource or MongoDBServerResource;
}
