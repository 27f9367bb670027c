using System.Net;
using System.Net.Sockets;
using Tests.Kafka;
using Tests.Support;

namespace Tests.Processes;

/// <summary>Tests the application as processes of one machine: docs/adr/0025.</summary>
[Collection(HostTests.Name)]
public sealed class LocalAppHostTests
{
    [NeedsKafkaFact("kill")]
    public async Task A_killed_worker_is_started_again_and_the_others_go_on_until_the_whole_is_told_to_stop()
    {
        // The stand-in broker notices a killed worker, and admits a new one, only after a session timeout.
        await using var host = await LocalAppHost.StartAsync(
            "--Kafka:SessionTimeout", "00:00:02", "--Kafka:Heartbeat", "00:00:00.5");
        var processes = host.Processes();
        Assert.Equal(
            ["extractor-1", "extractor-2", "gateway", "kafka", "youtube"], processes.Keys.Order(
                StringComparer.Ordinal));

        var before = await host.DoneAsync("M4gD1WSo5mA");
        LocalAppHost.Kill(processes["extractor-1"]);
        var meanwhile = await host.DoneAsync("stand000001", "stand000002", "stand000003");
        await host.WaitForOutputAsync("extractor-1 is healthy again");
        LocalAppHost.Kill(processes["extractor-2"]);
        var after = await host.DoneAsync("stand000004");

        Assert.All([.. before, .. meanwhile, .. after], job =>
            Assert.Equal("Succeeded", job.GetProperty("state").GetString()));
        Assert.True(LocalAppHost.IsRunning(processes["gateway"]));
        Assert.Equal(0, await host.SignalAsync("TERM"));
        Assert.All(processes, process => Assert.False(LocalAppHost.IsRunning(process.Value), process.Key));
        Assert.DoesNotContain("was killed", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_process_outlives_the_AppHost_even_if_it_is_killed()
    {
        await using var host = await LocalAppHost.StartAsync("--replicas", "0");
        var processes = host.Processes();
        Assert.Equal(["gateway", "youtube"], processes.Keys.Order(StringComparer.Ordinal));
        await host.DoneAsync("M4gD1WSo5mA");

        host.Kill();

        await Eventually.TrueAsync(
            () => !processes.Values.Any(LocalAppHost.IsRunning), "the gateway and the stand-in end");
    }

    [Fact]
    public async Task A_gateway_that_cannot_start_ends_the_whole_with_a_sentence()
    {
        using var folder = new TempFolder();
        var (exitCode, output, error) = await LocalAppHost.RunAsync(
            "--infra", "processes", "--replicas", "0", "--gateway-port", $"{LocalAppHost.FreePort()}",
            "--Data:Path", folder.Path, "--", "--Jobs:MaxInFlight", "-1");

        Assert.Equal(1, exitCode);
        Assert.Contains("MaxInFlight", output, StringComparison.Ordinal);
        Assert.Matches(@"^gateway ended with exit code \d+ before it was healthy; its messages are above\.$", error.Trim());
    }

    [Fact]
    public async Task A_port_in_use_is_reported_before_anything_starts()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await AssertRefusedAsync(
            $"Port {port} is in use: stop the program that uses it, or choose another port with --gateway-port.",
            "--gateway-port", $"{port}");
    }

    [Theory]
    [InlineData("--replcas 2", "--replcas is unknown: --help lists the options.")]
    [InlineData("two", "\"two\" is not an option: --help lists them.")]
    [InlineData("--replicas", "--replicas needs a value: --help lists the options.")]
    [InlineData("--replicas 101", "--replicas takes one of these: a number from 0 to 100.")]
    [InlineData("--stand-in perhaps", "--stand-in takes one of these: true or false.")]
    [InlineData("--gateway-port 70000", "--gateway-port takes one of these: a number from 1 to 65535.")]
    [InlineData(
        "--target compose",
        "--target needs containers or publishes, and this runs only processes of this machine: "
            + "leave it out, or use the full build without --infra processes.")]
    [InlineData("-- --urls nowhere", "The gateway's --urls takes an address, as in http://localhost:8080.")]
    public Task An_invalid_option_is_refused_in_one_sentence(string options, string sentence) =>
        AssertRefusedAsync(sentence, options.Split(' '));

    private static async Task AssertRefusedAsync(string sentence, params string[] options)
    {
        var (exitCode, output, error) = await LocalAppHost.RunAsync(["--infra", "processes", .. options]);

        Assert.Equal((1, "", sentence), (exitCode, output, error.Trim()));
    }
}
