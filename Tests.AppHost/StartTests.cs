namespace Tests.AppHost;

public sealed class StartTests
{
    [Fact]
    public async Task Without_a_container_runtime_one_sentence_names_the_option_that_needs_none()
    {
        var (exitCode, error) = await AppHostProcess.RunAsync(path: "");

        Assert.Equal(1, exitCode);
        Assert.Contains("--infra embedded", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--infra", "cloud", "containers, external, embedded")]
    [InlineData("--target", "9", "none, compose, kubernetes")]
    [InlineData("--replicas", "0", "a number from 1 to 100")]
    [InlineData("--persistent", "maybe", "true or false")]
    public async Task An_invalid_option_is_refused_with_the_valid_ones(
        string name, string value, string allowed)
    {
        var (exitCode, error) = await AppHostProcess.RunAsync(path: null, name, value);

        Assert.Equal(1, exitCode);
        Assert.Equal($"{name} takes one of these: {allowed}.", error.Trim());
    }
}
