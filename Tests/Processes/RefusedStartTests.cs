using System.Net;
using System.Net.Sockets;
using Tests.Kafka;
using Tests.StandIn;
using Tests.Support;

namespace Tests.Processes;

/// <summary>A program that cannot start says one sentence that an operator can act on, without a stack trace.</summary>
[Collection(HostTests.Name)]
public sealed class RefusedStartTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task A_data_folder_that_cannot_be_created_is_named() => NamesTheDataFolderAsync("Gateway.Api");

    [NeedsKafkaTheory]
    [InlineData("Gateway.Api")]
    [InlineData("Extractor.Worker")]
    public Task A_data_folder_that_cannot_be_created_is_named_before_the_broker_is_called(string program) =>
        NamesTheDataFolderAsync(program, "ConnectionStrings:kafka=127.0.0.1:1");

    [Fact]
    public async Task A_work_folder_that_cannot_be_created_is_named()
    {
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "");

        var sentence = await RefusalOf("Gateway.Api", $"Data:Path={folder.Path}", $"Media:WorkPath={file}/work");

        Assert.Contains("set Media:WorkPath to another folder", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_without_a_broker_is_told_to_name_one()
    {
        var sentence = await RefusalOf("Extractor.Worker", $"Data:Path={folder.Path}");

        Assert.StartsWith("ConnectionStrings:kafka is not set: ", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_out_of_its_range_is_named()
    {
        var sentence = await RefusalOf("Gateway.Api", $"Data:Path={folder.Path}", "Jobs:MaxInFlight=-1");

        Assert.Contains("MaxInFlight must be between", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_another_program_uses_is_named_in_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://{other.LocalEndpoint}";

        var (exitCode, output, errors) = await RunAsync("Gateway.Api", $"Data:Path={folder.Path}", $"urls={address}");

        Assert.Equal(1, exitCode);
        Assert.Equal(
            $"Failed to bind to address {address}: address already in use. Stop the program that uses it, or choose "
            + "another address with --urls.",
            errors.Trim());
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_of_a_running_gateway_is_left_alone_and_free_after_a_kill()
    {
        string[] settings = [$"Data:Path={folder.Path}"];
        var first = await GatewayProcess.StartAsync(settings);
        await using var _ = first;
        var sentence = await RefusalOf("Gateway.Api", settings);

        Assert.Matches(
            $"^The folder {folder.Path} is in use by process {first.Id} on {Environment.MachineName} since [0-9: Z-]+: "
            + "stop that process and all others that use the folder, or set Data:Path to another folder.$",
            sentence);
        await first.KillAsync();
        await using var next = await GatewayProcess.StartAsync(settings);
    }

    private async Task NamesTheDataFolderAsync(string program, params string[] settings)
    {
        // Not even root may create a folder in a file.
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "");

        var sentence = await RefusalOf(program, [$"Data:Path={file}/data", .. settings]);

        Assert.StartsWith($"The folder {file}/data cannot be written by the user ", sentence, StringComparison.Ordinal);
        Assert.Contains("set Data:Path to another folder", sentence, StringComparison.Ordinal);
    }

    /// <summary>Returns the sentence: the only line of both outputs.</summary>
    private static async Task<string> RefusalOf(string program, params string[] settings)
    {
        var (exitCode, output, errors) = await RunAsync(program, settings);

        Assert.Equal((1, ""), (exitCode, output));
        return Assert.Single(errors.Trim().Split('\n'));
    }

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program, params string[] settings) =>
        Probe.RunAsync(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, $"{program}.dll"),
                .. settings.Prepend("urls=http://127.0.0.1:0").Select(setting => $"--{setting}"),
            ]);
}
