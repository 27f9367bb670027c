namespace Tests.AppHost;

public sealed class InfraTests
{
    [Fact]
    public async Task Embedded_is_the_gateway_alone()
    {
        using var model = Model.Of("--infra", "embedded");

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
        using var model = Model.Of(
            "--infra", "external",
            "--ConnectionStrings:kafka", "broker.example:9092",
            "--ConnectionStrings:links", "mongodb://store.example/links");

        var extractor = await model.EnvironmentAsync("extractor");

        Assert.Empty(model.Resources.OfType<ContainerResource>());
        Assert.Equal(["extractor", "gateway"], model.Names<ProjectResource>());
        Assert.Equal("{kafka.connectionString}", extractor["ConnectionStrings__kafka"]);
        Assert.Equal("{links.connectionString}", extractor["ConnectionStrings__links"]);
    }

    [Fact]
    public async Task Settings_of_the_hosts_are_forwarded_secrets_as_parameters_and_keys_to_the_gateway_only()
    {
        using var model = Model.Of(
            "--Kafka:Client:security.protocol", "SASL_SSL",
            "--Kafka:Client:sasl.password", "hidden",
            "--Sources:YtDlp:Proxy", "http://user:hidden@proxy.example",
            "--Parameters:youtube-api-key", "hidden",
            "--Direct:Secret", "hidden",
            "--Gateway:ApiKeys:0:Name", "me",
            "--Gateway:ApiKeys:0:Key", "hidden",
            "--Data:Path", "/elsewhere");

        var extractor = await model.EnvironmentAsync("extractor");
        var gateway = await model.EnvironmentAsync("gateway");

        Assert.Equal("SASL_SSL", extractor["Kafka__Client__security_protocol"]);
        Assert.Equal("{kafka-client-sasl-password.value}", extractor["Kafka__Client__sasl_password"]);
        Assert.Equal("{sources-ytdlp-proxy.value}", extractor["Sources__YtDlp__Proxy"]);
        Assert.Equal("{youtube-api-key.value}", gateway["Sources__YouTubeApi__ApiKey"]);
        Assert.Equal(
            ("{worker-secret.value}", "{worker-secret.value}"), (gateway["Direct__Secret"], extractor["Direct__Secret"]));
        Assert.Equal("{gateway-apikeys-0-key.value}", gateway["Gateway__ApiKeys__0__Key"]);
        Assert.DoesNotContain(extractor, variable => variable.Key.StartsWith("Gateway__", StringComparison.Ordinal));
        Assert.False(gateway.ContainsKey("Data__Path"));
        Assert.DoesNotContain(
            extractor.Concat(gateway), variable => variable.Value.Contains("hidden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Variables_that_mean_something_else_are_not_forwarded()
    {
        using var model = Model.Of(
            "--JOBS", "4", "--Aspire:Dashboard:Token", "hidden", "--Dashboard:Frontend:AuthMode", "Unsecured");

        Assert.DoesNotContain(
            await model.EnvironmentAsync("gateway"),
            variable => variable.Key is "JOBS" || variable.Key.StartsWith("Aspire__", StringComparison.Ordinal)
                || variable.Key is "Dashboard__Frontend__AuthMode");
    }
}
