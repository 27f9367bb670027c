using Tests.StandIn;
using Tests.Support;

namespace Tests.Processes;

/// <summary>Runs start.cs as a user does, as far as that builds nothing.</summary>
[Collection(HostTests.Name)]
public sealed class StartProgramTests
{
    [Fact]
    public async Task Help_names_every_option()
    {
        var (exitCode, output, errors) = await RunAsync("--help");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.All(
            ["--stand-in", "--workers", "--prepare"],
            option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--workers")]
    [InlineData("--workers", "none")]
    [InlineData("--stand-in", "--workers", "33")]
    public async Task A_number_of_workers_that_is_none_is_refused_in_one_sentence(params string[] arguments)
    {
        var (exitCode, output, errors) = await RunAsync(arguments);

        Assert.Equal((1, "", "--workers needs a number from 1 to 32."), (exitCode, output, errors.Trim()));
    }

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        Probe.RunAsync("dotnet", ["run", Path.Combine(SourceTree.Root, "start.cs"), "--", .. arguments]);
}
