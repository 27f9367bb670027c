namespace Tests.AppHost;

/// <summary>Tests the files written for Compose and Helm, without running either program.</summary>
public sealed class PublishTests : IDisposable
{
    private const string Secret = "do-not-write-me-4711";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("publish-");

    [Fact]
    public async Task Compose_has_every_service_and_reads_secrets_from_its_environment_file()
    {
        await PublishAsync("compose");

        var compose = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "docker-compose.yaml"));
        Assert.All(
            ["  kafka:", "  mongo:", "  extractor:", "  gateway:"],
            name => Assert.Contains(name, compose, StringComparison.Ordinal));
        Assert.Contains("${MONGO_PASSWORD}", compose, StringComparison.Ordinal);
        Assert.Contains("${YOUTUBE_API_KEY}", compose, StringComparison.Ordinal);
        AssertNoSecret();
    }

    [Fact]
    public async Task Kubernetes_has_valid_probes_volume_claims_and_the_requested_number_of_workers()
    {
        await PublishAsync("kubernetes", "--replicas", "3");

        var gateway = await ReadAsync("gateway", "deployment.yaml");
        Assert.Contains("path: \"/health\"", gateway, StringComparison.Ordinal);
        Assert.Contains("path: \"/alive\"", gateway, StringComparison.Ordinal);
        Assert.Contains("scheme: \"HTTP\"", gateway, StringComparison.Ordinal);
        Assert.DoesNotContain("scheme: \"http\"", gateway, StringComparison.Ordinal);
        Assert.Contains("replicas: 3", await ReadAsync("extractor", "deployment.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("emptyDir", await ReadAsync("mongo", "statefulset.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("emptyDir", await ReadAsync("kafka", "statefulset.yaml"), StringComparison.Ordinal);
        AssertNoSecret();
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task PublishAsync(string target, params string[] args)
    {
        var (exitCode, error) = await AppHostProcess.RunAsync(
            path: null,
            [
                "--operation", "publish", "--step", "publish", "--output-path", folder.FullName, "--target", target,
                "--Parameters:mongo-password", Secret, "--Parameters:youtube-api-key", Secret, .. args,
            ]);
        Assert.True(exitCode == 0, error);
    }

    private Task<string> ReadAsync(string resource, string file) =>
        File.ReadAllTextAsync(Path.Combine(folder.FullName, "templates", resource, file));

    private void AssertNoSecret() => Assert.All(
        folder.EnumerateFiles("*", SearchOption.AllDirectories),
        file => Assert.DoesNotContain(Secret, File.ReadAllText(file.FullName), StringComparison.Ordinal));
}
