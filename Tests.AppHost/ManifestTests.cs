using System.Text.Json;

namespace Tests.AppHost;

/// <summary>Tests the manifest that azd reads.</summary>
public sealed class ManifestTests
{
    [Fact]
    public async Task A_trial_has_servers_without_volumes_and_generated_secrets()
    {
        using var publication = await Publication.ManifestAsync();
        using var manifest = JsonDocument.Parse(publication["manifest.json"]);
        var resources = manifest.RootElement.GetProperty("resources");

        Assert.Equal(
            [
                "extractor", "gateway", "gateway-api-key", "kafka", "links", "mongo", "mongo-password",
                "mongo-password-uri-encoded", "worker-secret",
            ],
            resources.EnumerateObject().Select(resource => resource.Name).Order());
        foreach (var server in new[] { "kafka", "mongo" })
        {
            Assert.Equal("container.v0", Text(resources, server, "type"));
            Assert.False(resources.GetProperty(server).TryGetProperty("volumes", out _));
        }

        foreach (var parameter in new[] { "gateway-api-key", "mongo-password", "worker-secret" })
        {
            Assert.True(Find(resources, parameter, "inputs", "value", "secret").GetBoolean());
            Assert.False(Find(resources, parameter, "inputs", "value", "default", "generate", "special").GetBoolean());
        }
    }

    [Fact]
    public async Task Hosts_know_the_servers_and_each_other_and_only_the_gateway_is_public()
    {
        using var publication = await Publication.ManifestAsync();
        using var manifest = JsonDocument.Parse(publication["manifest.json"]);
        var resources = manifest.RootElement.GetProperty("resources");

        foreach (var host in new[] { "gateway", "extractor" })
        {
            Assert.Equal("project.v0", Text(resources, host, "type"));
            Assert.Equal("{kafka.connectionString}", Text(resources, host, "env", "ConnectionStrings__kafka"));
            Assert.Equal(
                "mongodb://{mongo.bindings.tcp.host}:{mongo.bindings.tcp.port}/links",
                Text(resources, host, "env", "ConnectionStrings__links"));
            Assert.Equal("{mongo-password.value}", Text(resources, host, "env", "Mongo__Password"));
            Assert.Equal("localhost,ip", Text(resources, host, "env", "Health__Hosts"));
            Assert.Equal($"{{{host}.bindings.http.url}}", Text(resources, host, "env", "AllowedHosts"));
            Assert.Equal("{worker-secret.value}", Text(resources, host, "env", "Direct__Secret"));
            Assert.Equal("/home/app", Text(resources, host, "env", "Data__Path"));
        }

        Assert.Equal(
            "{extractor.bindings.http.url}", Text(resources, "gateway", "env", "services__extractor__http__0"));
        Assert.True(Find(resources, "gateway", "bindings", "http", "external").GetBoolean());
        Assert.False(Find(resources, "extractor", "bindings", "http").TryGetProperty("external", out _));
        Assert.False(Find(resources, "gateway", "bindings", "http").TryGetProperty("port", out _));
    }

    [Fact]
    public async Task A_published_gateway_requires_a_key_unless_it_is_opened()
    {
        Assert.Equal("{gateway-api-key.value}", await KeyAsync());
        Assert.Null(await KeyAsync("--open"));
        Assert.Null(await KeyAsync("--Gateway:ApiKeys:0:Name", "me", "--Gateway:ApiKeys:0:KeyHash", new string('a', 64)));
        Assert.Equal("True", await VariableAsync("Gateway__Open", "--open"));
        Assert.Null(await VariableAsync("Gateway__Open"));
        Assert.Equal("{gateway-apikeys-0-key.value}", await KeyAsync("--Gateway:ApiKeys:0:Key", Publication.Secret));
    }

    [Fact]
    public async Task The_production_way_passes_every_setting_of_the_client_and_no_secret()
    {
        using var publication = await Publication.ManifestAsync(
            Publication.External, "--infra", "external", "--Webhooks:Secret", Publication.Secret);
        using var manifest = JsonDocument.Parse(publication["manifest.json"]);
        var resources = manifest.RootElement.GetProperty("resources");

        foreach (var host in new[] { "gateway", "extractor" })
        {
            Assert.Equal("{links.connectionString}", Text(resources, host, "env", "ConnectionStrings__links"));
            Assert.Equal("SASL_SSL", Text(resources, host, "env", "Kafka__Client__security_protocol"));
            Assert.Equal(
                "{kafka-client-sasl-password.value}", Text(resources, host, "env", "Kafka__Client__sasl_password"));
            Assert.Equal("3", Text(resources, host, "env", "Kafka__ReplicationFactor"));
            Assert.Equal("{webhook-secret.value}", Text(resources, host, "env", "Webhooks__Secret"));
        }

        Assert.False(Find(resources, "webhook-secret", "inputs", "value").TryGetProperty("default", out _));
        publication.AssertNoSecret();
    }

    private static Task<string?> KeyAsync(params string[] args) => VariableAsync("Gateway__ApiKeys__0__Key", args);

    private static async Task<string?> VariableAsync(string name, params string[] args)
    {
        using var publication = await Publication.ManifestAsync(variables: null, args);
        using var manifest = JsonDocument.Parse(publication["manifest.json"]);
        var environment = Find(manifest.RootElement, "resources", "gateway", "env");
        return environment.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private static string Text(JsonElement element, params string[] path) => Find(element, path).GetString()!;

    private static JsonElement Find(JsonElement element, params string[] path) =>
        path.Aggregate(element, (found, name) => found.GetProperty(name));
}
