namespace Tests.AppHost;

/// <summary>Tests that tests and publications leave nothing behind.</summary>
public sealed class FootprintTests
{
    [Fact]
    public async Task A_trial_says_that_it_keeps_nothing_and_leaves_nothing_at_home()
    {
        using var process = new AppHostProcess();
        var file = Path.Combine(Path.GetTempPath(), $"manifest-{Guid.NewGuid():N}.json");

        var (exitCode, error) = await process.RunAsync("--publisher", "manifest", "--output-path", file);

        File.Delete(file);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("This is a trial:", error, StringComparison.Ordinal);
        Assert.Empty(process.FilesAtHome);
    }

    [Fact]
    public async Task The_state_of_a_publication_stays_in_the_home_of_its_test()
    {
        var deployments = new DirectoryInfo(Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aspire", "deployments"));
        string[] Present() => deployments.Exists
            ? [.. deployments.EnumerateFiles("*", SearchOption.AllDirectories).Select(
                file => $"{file} {file.LastWriteTimeUtc:O}")]
            : [];
        var before = Present();

        using var publication = await Publication.ToAsync(
            "compose", variables: null, "--Parameters:mongo-password", Publication.Secret);

        Assert.Equal(before, Present());
    }

    [Fact]
    public void A_model_starts_nothing_and_writes_nothing()
    {
        var before = Processes();

        using (Model.Of())
        using (Model.Of("--infra", "embedded"))
            Assert.Equal(before, Processes());
    }

    private static IReadOnlyList<int> Processes() =>
        [.. System.Diagnostics.Process.GetProcesses().Where(IsOurs).Select(process => process.Id).Order()];

    /// <summary>The orchestrator, container runtimes, and the hosts.</summary>
    private static bool IsOurs(System.Diagnostics.Process process) =>
        process.ProcessName is "dcp" or "docker" or "podman" or "Gateway.Api" or "Extractor.Worker";
}
