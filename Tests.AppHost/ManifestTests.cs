using System.Text.Json;

namespace Tests.AppHost;

/// <summary>Tests the manifest that azd reads.</summary>
public sealed class ManifestTests
{
    private const string Secret = "do-not-write-me-4711";

    [Fact]
    public async Task The_manifest_has_the_resources_their_references_and_no_secret()
    {
        var file = Path.Combine(Path.GetTempPath(), $"manifest-{Guid.NewGuid():N}.json");
        try
        {
            var (exitCode, error) = await AppHostProcess.RunAsync(
                path: null, "--publisher", "manifest", "--output-path", file,
                "--Parameters:mongo-password", Secret, "--Parameters:youtube-api-key", Secret);
            Assert.True(exitCode == 0, error);

            var text = await File.ReadAllTextAsync(file);
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            using var manifest = JsonDocument.Parse(text);
            Check(manifest.RootElement.GetProperty("resources"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Check(JsonElement resources)
    {
        Assert.Equal(
            [
                "extractor", "gateway", "kafka", "links", "mongo", "mongo-password", "mongo-password-uri-encoded",
                "youtube-api-key",
            ],
            resources.EnumerateObject().Select(resource => resource.Name).Order());
        Assert.Equal("container.v0", Text(resources, "kafka", "type"));
        Assert.Equal("container.v0", Text(resources, "mongo", "type"));
        Assert.StartsWith(
            "mongodb://admin:{mongo-password-uri-encoded.value}@",
            Text(resources, "links", "connectionString"),
            StringComparison.Ordinal);
        foreach (var host in new[] { "gateway", "extractor" })
        {
            Assert.Equal("project.v0", Text(resources, host, "type"));
            Assert.Equal("{kafka.connectionString}", Text(resources, host, "env", "ConnectionStrings__kafka"));
            Assert.Equal("{links.connectionString}", Text(resources, host, "env", "ConnectionStrings__links"));
            Assert.Equal("localhost,ip", Text(resources, host, "env", "Health__Hosts"));
        }

        Assert.Equal(
            "{extractor.bindings.http.url}", Text(resources, "gateway", "env", "services__extractor__http__0"));
        Assert.True(Find(resources, "gateway", "bindings", "http", "external").GetBoolean());
        Assert.True(Find(resources, "mongo-password", "inputs", "value", "secret").GetBoolean());
        Assert.True(Find(resources, "youtube-api-key", "inputs", "value", "secret").GetBoolean());
        Assert.Equal("", Text(resources, "youtube-api-key", "inputs", "value", "default", "value"));
    }

    private static string Text(JsonElement element, params string[] path) => Find(element, path).GetString()!;

    private static JsonElement Find(JsonElement element, params string[] path) =>
        path.Aggregate(element, (found, name) => found.GetProperty(name));
}
