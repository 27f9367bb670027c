using Tests.Kafka;
using Tests.StandIn;
using Tests.Support;

namespace Tests.Processes;

/// <summary>
/// Tests that a gateway is open to others only if its settings say so, and that no misspelt one opens it.
/// </summary>
[Collection(HostTests.Name)]
public sealed class ClosedByDefaultTests : IDisposable
{
    private const string AnyAddress = "urls=http://0.0.0.0:0";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_gateway_without_keys_does_not_start_where_others_reach_it()
    {
        Assert.Equal(
            "Others can reach http://0.0.0.0:0, and the gateway has no key: set Gateway:ApiKeys:0:Name and "
            + "Gateway:ApiKeys:0:Key, listen on http://localhost:5000 only, or set Gateway:Open=true to let everyone use "
            + "it.",
            await RefusalOf("Gateway.Api", AnyAddress));
    }

    [Fact]
    public async Task A_misspelt_section_of_keys_names_the_right_one()
    {
        Assert.Equal(
            "The section Gatway is unknown: use Gateway.",
            await RefusalOf("Gateway.Api", AnyAddress, "Gatway:ApiKeys:0:Key=a key that nobody guesses"));
        Assert.Equal(
            "The setting Gateway:ApiKees is unknown: use Gateway:ApiKeys.",
            await RefusalOf("Gateway.Api", "Gateway:ApiKees:0:Key=a key that nobody guesses"));
    }

    [NeedsKafkaFact]
    public async Task A_misspelt_setting_of_a_worker_names_the_right_one() =>
        Assert.Equal(
            "The setting Sources:YtDlp:MaxProcess is unknown: use Sources:YtDlp:MaxProcesses.",
            await RefusalOf(
                "Extractor.Worker", "ConnectionStrings:kafka=127.0.0.1:1", "Sources:YtDlp:MaxProcess=3"));

    /// <summary>Returns the sentence: the only line of both outputs.</summary>
    private async Task<string> RefusalOf(string program, params string[] settings)
    {
        var (exitCode, output, errors) = await Probe.RunAsync(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, $"{program}.dll"),
                .. settings.Append($"Data:Path={folder.Path}").Select(setting => $"--{setting}"),
            ]);

        Assert.Equal((1, ""), (exitCode, output));
        return Assert.Single(errors.Trim().Split('\n'));
    }
}
