using AppHost;

namespace Tests.AppHost;

/// <summary>Tests the files written for Docker Compose, without running it.</summary>
public sealed class ComposeTests
{
    private const string File = "docker-compose.yaml";

    [Fact]
    public async Task It_starts_with_fixed_ports_and_again_after_a_failure()
    {
        using var compose = await Publication.ToAsync("compose", variables: null, "--replicas", "3");

        var text = compose[File];
        Assert.Contains("\"${GATEWAY_PORT:-8080}:8080\"", text, StringComparison.Ordinal);
        Assert.Contains("\"${DASHBOARD_PORT:-127.0.0.1:18888}:18888\"", text, StringComparison.Ordinal);
        Assert.Contains("image: \"${GATEWAY_IMAGE:-links-gateway:latest}\"", text, StringComparison.Ordinal);
        Assert.Contains("replicas: 3", text, StringComparison.Ordinal);
        Assert.Equal(5, Count(text, "restart: \"unless-stopped\""));
        Assert.Equal(4, Count(text, "condition: \"service_healthy\""));
        Assert.Equal(2, Count(text, "OTEL_EXPORTER_OTLP_ENDPOINT: \"http://compose-dashboard:18889\""));
    }

    [Fact]
    public async Task A_missing_secret_is_an_error_of_Compose_and_no_password_is_part_of_an_address()
    {
        using var compose = await Publication.ToAsync(
            "compose", variables: null, "--Parameters:mongo-password", Publication.Secret);

        Assert.Contains(
            "Gateway__ApiKeys__0__Key: \"${GATEWAY_API_KEY:?Set GATEWAY_API_KEY in the file .env}\"",
            compose[File], StringComparison.Ordinal);
        Assert.Contains("Mongo__Password: \"${MONGO_PASSWORD:?", compose[File], StringComparison.Ordinal);
        Assert.Contains(
            "ConnectionStrings__links: \"mongodb://mongo:27017/links\"", compose[File], StringComparison.Ordinal);
        Assert.Contains("MONGO_PASSWORD=", compose[".env"], StringComparison.Ordinal);
        compose.AssertNoSecret();
    }

    [Fact]
    public async Task Settings_keep_their_dollar_signs()
    {
        using var compose = await Publication.ToAsync(
            "compose", Publication.External, "--infra", "external", "--Kafka:ConsumerGroup", "$group");

        Assert.Contains("Kafka__ConsumerGroup: \"$$group\"", compose[File], StringComparison.Ordinal);
        compose.AssertNoSecret();
    }

    [Theory]
    [InlineData("plain-1.2_3", "plain-1.2_3")]
    [InlineData("$ConnectionString", "'$ConnectionString'")]
    [InlineData("it's \"quoted\" # here", "'it\\'s \"quoted\" # here'")]
    public async Task A_deployed_secret_is_quoted_if_Compose_would_change_it(string secret, string expected)
    {
        var parameter = new ParameterResource("secret", _ => secret, secret: true);

        Assert.Equal(expected, await new EnvironmentFile.QuotedValue(parameter).GetValueAsync(default));
    }

    [Fact]
    public async Task A_gateway_without_servers_keeps_its_data_in_a_volume()
    {
        using var compose = await Publication.ToAsync("compose", variables: null, "--infra", "embedded");

        Assert.Contains("target: \"/home/app\"", compose[File], StringComparison.Ordinal);
        Assert.Contains("source: \"links-data\"", compose[File], StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
