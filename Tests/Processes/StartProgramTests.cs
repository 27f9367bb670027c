using Tests.StandIn;
using Tests.Support;

namespace Tests.Processes;

/// <summary>Runs start.cs as a user does, as far as that builds nothing.</summary>
[Collection(HostTests.Name)]
public sealed class StartProgramTests
{
    /// <summary>Includes compiling the program, if no build of it is cached, on a busy machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Help_names_every_option()
    {
        var (exitCode, output, errors) = await RunAsync("--help");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.All(
            ["--stand-in", "--workers", "--prepare"],
            option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_invalid_number_of_workers_is_refused_in_one_sentence()
    {
        var (exitCode, output, errors) = await RunAsync("--stand-in", "--workers", "33");

        Assert.Equal((1, "", "--workers needs a number from 1 to 32."), (exitCode, output, errors.Trim()));
    }

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        Probe.RunAsync(Limit, "dotnet", ["run", Path.Combine(SourceTree.Root, "start.cs"), "--", .. arguments]);
}
