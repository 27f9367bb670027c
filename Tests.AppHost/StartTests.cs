namespace Tests.AppHost;

public sealed class StartTests
{
    [Fact]
    public async Task Without_a_container_runtime_one_sentence_names_the_option_that_needs_none()
    {
        using var process = new AppHostProcess { SearchPath = "" };

        var (exitCode, error) = await process.RunAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("--infra embedded", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--infra", "cloud", "containers, external, embedded, processes")]
    [InlineData("--target", "9", "none, compose, kubernetes")]
    [InlineData("--replicas", "0", "a number from 1 to 100")]
    [InlineData("--persistent", "maybe", "true or false")]
    [InlineData("--open", "maybe", "true or false")]
    [InlineData("--scale-to", "1", "a number from --replicas (2) to 100")]
    [InlineData("--public-host", "https://links.example.org",
        "a host name without scheme and port, as in links.example.org")]
    [InlineData("--registry", "https://ghcr.io/me", "the address of a registry in lower case, as in ghcr.io/me")]
    public async Task An_invalid_option_is_refused_with_the_valid_ones(
        string name, string value, string allowed)
    {
        var (exitCode, error) = await AppHostProcess.RunOnceAsync(name, value);

        Assert.Equal(1, exitCode);
        Assert.Equal($"{name} takes one of these: {allowed}.", error.Trim());
    }

    [Theory]
    [InlineData("--operation publish --step publish", "--target compose")]
    [InlineData("--operation publish --step deploy --target kubernetes", "--registry ghcr.io/me")]
    [InlineData("--publisher manifest --target compose", "leave out --target")]
    [InlineData("--publisher manifest --infra embedded", "--infra external")]
    [InlineData("--operation publish --step publish --target compose --stand-in", "publish without it")]
    [InlineData("--operation publish --step publish --target compose --scale-to 9", "docs/deploy.md")]
    [InlineData(
        "--operation publish --step publish --target kubernetes --infra external",
        "ConnectionStrings__kafka and ConnectionStrings__links")]
    public async Task A_publication_that_cannot_work_is_refused_in_one_sentence(string args, string expected)
    {
        var (exitCode, error) = await AppHostProcess.RunOnceAsync(args.Split(' '));

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }
}
