namespace Tests.AppHost;

/// <summary>Tests the default: everything runs on this machine, Kafka and MongoDB in containers.</summary>
public sealed class ContainersTests
{
    [Fact]
    public void The_graph_has_Kafka_MongoDB_workers_a_gateway_and_pages_that_inspect_them()
    {
        using var model = Model.Of();

        Assert.Equal(["kafka"], model.Names<KafkaServerResource>());
        Assert.Equal(["mongo"], model.Names<MongoDBServerResource>());
        Assert.Equal(["links"], model.Names<MongoDBDatabaseResource>());
        Assert.Equal(["extractor", "gateway"], model.Names<ProjectResource>());
        Assert.Single(model.Names<KafkaUIContainerResource>());
        Assert.Contains(model.Resources, resource => resource.Name == "mongo-mongoexpress");
    }

    [Fact]
    public void Hosts_wait_until_the_servers_are_healthy_and_the_gateway_waits_for_no_worker()
    {
        using var model = Model.Of();

        Assert.Equal(["kafka", "links", "mongo"], Model.WaitsFor(model.Project("extractor")));
        Assert.Equal(["kafka", "links", "mongo"], Model.WaitsFor(model.Project("gateway")));
        Assert.All(model.Resources.OfType<ProjectResource>(), project =>
            Assert.NotEmpty(project.Annotations.OfType<HealthCheckAnnotation>()));
    }

    [Fact]
    public async Task Hosts_receive_the_addresses_of_everything_and_no_key()
    {
        using var model = Model.Of("--ASPNETCORE_URLS", "http://localhost:15138;https://localhost:17138");

        var gateway = await model.EnvironmentAsync("gateway");

        Assert.Equal("{kafka.connectionString}", gateway["ConnectionStrings__kafka"]);
        Assert.Equal("{links.connectionString}", gateway["ConnectionStrings__links"]);
        Assert.Equal("{extractor.bindings.http.url}", gateway["services__extractor__http__0"]);
        Assert.Equal("https://localhost:17138", gateway["Dashboard__Url"]);
        Assert.DoesNotContain(gateway, variable => variable.Key.Contains("Key", StringComparison.Ordinal));
    }

    [Fact]
    public void Data_outlives_the_containers()
    {
        using var model = Model.Of();

        foreach (var container in model.Resources.Where(IsServer))
            Assert.Contains(
                container.Annotations.OfType<ContainerMountAnnotation>(),
                mount => mount.Type == ContainerMountType.Volume);
    }

    [Theory]
    [InlineData("false", ContainerLifetime.Session)]
    [InlineData("true", ContainerLifetime.Persistent)]
    public void Containers_stay_between_runs_when_asked_to(string persistent, ContainerLifetime expected)
    {
        using var model = Model.Of("--persistent", persistent);

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
    public void There_are_as_many_workers_as_asked_for(string? asked, int expected)
    {
        using var model = Model.Of(asked is null ? [] : ["--replicas", asked]);

        Assert.Equal(expected, Model.Replicas(model.Project("extractor")));
        Assert.Equal(1, Model.Replicas(model.Project("gateway")));
    }

    [Fact]
    public void Only_the_gateway_is_open_to_the_outside()
    {
        using var model = Model.Of();

        var open = model.Resources.OfType<IResourceWithEndpoints>()
            .Where(resource => resource.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.IsExternal))
            .Select(resource => resource.Name);

        Assert.Equal(["gateway"], open);
    }

    [Theory]
    [InlineData(null, 5000)]
    [InlineData("8080", 8080)]
    public void The_gateway_has_the_same_port_in_every_run(string? asked, int expected)
    {
        using var model = Model.Of(asked is null ? [] : ["--gateway-port", asked]);

        var endpoint = Assert.Single(model.Project("gateway").Annotations.OfType<EndpointAnnotation>());
        Assert.Equal(expected, endpoint.Port);
    }

    [Fact]
    public void The_dashboard_has_what_operators_do()
    {
        using var model = Model.Of();

        var commands = model.Project("gateway").Annotations.OfType<ResourceCommandAnnotation>()
            .Select(command => command.DisplayName);

        Assert.Contains("Replay dead letters", commands);
        Assert.Contains("Retry failed jobs", commands);
    }

    [Fact]
    public async Task The_stand_in_replaces_the_real_site_for_both_hosts()
    {
        using var model = Model.Of("--stand-in");

        Assert.Contains("stand-in", model.Names<ProjectResource>());
        foreach (var host in new[] { "gateway", "extractor" })
        {
            var environment = await model.EnvironmentAsync(host);
            Assert.Equal("{stand-in.bindings.http.url}/", environment["Sources__YouTubeApi__BaseAddress"]);
            Assert.Equal("{stand-in.bindings.proxy.url}", environment["Sources__YtDlp__Proxy"]);
        }
    }

    private static bool IsServer(IResource resource) => resource is KafkaServerResource or MongoDBServerResource;
}
