using Tests.Support;

namespace Tests.Processes.Portable;

/// <summary>Tests the options whose meaning depends on the build.</summary>
[Collection(HostTests.Name)]
public sealed class PortableAppHostTests
{
    [Theory]
    [InlineData(
        "containers", "--infra containers needs the full build: use --infra processes, external, or embedded here.")]
    [InlineData("external", "--infra external needs a broker: add --ConnectionStrings:kafka host:9092.")]
    [InlineData("cloud", "--infra takes one of these: containers, external, embedded, processes.")]
    public async Task Infrastructure_that_this_build_lacks_is_refused_in_one_sentence(string infra, string sentence)
    {
        var (exitCode, output, error) = await LocalAppHost.RunAsync("--infra", infra);

        Assert.Equal((1, "", sentence), (exitCode, output, error.Trim()));
    }
}
