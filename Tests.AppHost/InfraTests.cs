namespace Tests.AppHost;

public sealed class InfraTests
{
    [Fact]
    public async Task Embedded_is_the_gateway_alone()
    {
        var model = await Model.BuildAsync("--infra", "embedded");

        Assert.Equal(["gateway"], model.Names<ProjectResource>());
        Assert.Empty(model.Resources.OfType<ContainerResource>());
        Assert.Empty(Model.WaitsFor(model.Project("gateway")));
        Assert.DoesNotContain(
            await model.EnvironmentAsync("gateway"),
            variable => variable.Key.StartsWith("ConnectionStrings__", StringComparison.Ordinal));
    }

    [Fact]
    public async Task External_uses_connection_strings_and_starts_no_container()
    {
        var model = await Model.BuildAsync(
            "--infra", "external",
            "--ConnectionStrings:kafka", "broker.example:9092",
            "--ConnectionStrings:links", "mongodb://store.example/links");

        var extractor = await model.EnvironmentAsync("extractor");

        Assert.Empty(model.Resources.OfType<ContainerResource>());
        Assert.Equal(["extractor", "gateway"], model.Names<ProjectResource>());
        Assert.Equal("{kafka.connectionString}", extractor["ConnectionStrings__kafka"]);
        Assert.Equal("{links.connectionString}", extractor["ConnectionStrings__links"]);
    }
}
