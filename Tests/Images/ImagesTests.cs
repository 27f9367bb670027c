using System.Net;
using System.Runtime.Versioning;
using StandIn;
using Tests.Kafka.Processes;
using Tests.Support;

namespace Tests.Images;

/// <summary>
/// Runs the images that the SDK publishes, on a base image of this machine's files, without a container engine:
/// docs/adr/0023.
/// </summary>
[Collection(HostTests.Name)]
public sealed class ImagesTests(PublishedImages images)
{
    private const string Gateway = "Gateway.Api";
    private const string Worker = "Extractor.Worker";

    /// <summary>Long enough for a process to be killed while jobs run.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    [NeedsContainerFact]
    public async Task The_data_folder_belongs_to_the_user_of_the_image_and_the_program_to_root()
    {
        foreach (var project in new[] { Gateway, Worker })
        {
            var image = await images.OfAsync(project);

            Assert.Equal(BaseImage.User, image.User);
            Assert.Equal($"{BaseImage.User}:{BaseImage.User} 755", await image.OwnerOfAsync(image.DataFolder));
            Assert.Equal((image.DataFolder, image.DataFolder), (image.Environment["HOME"], image.Environment["SQLITE_TMPDIR"]));
            Assert.Equal("0:0 755", await image.OwnerOfAsync($"/app/{project}.dll"));
            Assert.Empty(Directory.GetFileSystemEntries(image.Root + image.DataFolder));
            Assert.Equal(["8080/tcp"], image.Ports);
        }
    }

    [NeedsContainerFact]
    public async Task The_gateway_listens_on_port_8080_of_all_addresses()
    {
        var image = await images.OfAsync(Gateway);

        await using var gateway = Container.Start(
            image, [(await images.NewVolumeAsync(image), image.DataFolder)], hasNetwork: false,
            settings: ["Gateway:Open=true"]);

        Assert.Equal(8080, (await gateway.AddressAsync()).Port);
        Assert.Contains("http://[::]:8080", gateway.ToString(), StringComparison.Ordinal);
    }

    [NeedsContainerFact]
    public async Task A_gateway_on_a_read_only_root_loses_nothing_when_it_is_killed()
    {
        await using var youTube = await StandInHost.StartAsync();
        var image = await images.OfAsync(Gateway);
        var volume = await images.NewVolumeAsync(image);
        var first = await Container.StartAsync(image, volume, SettingsFor(youTube));
        await using var _ = first;
        await first.SucceedsAsync(await first.SubmitAsync(new { links = "M4gD1WSo5mA" }));
        youTube.Settings = youTube.Settings with { Latency = Slow };
        var links = await first.SubmitAsync(new { links = Enumerable.Range(0, 100).Select(i => $"standli{i:0000}") });
        var file = await first.SubmitFileAsync("fi", rows: 200);
        await first.KillAsync();
        youTube.Settings = youTube.Settings with { Latency = default };

        await using var second = await Container.StartAsync(image, volume, SettingsFor(youTube));

        await second.SucceedsAsync(links);
        await second.SucceedsWithRowsAsync(file, 200);
        using var video = await second.Client.GetAsync("/videos/M4gD1WSo5mA");
        Assert.Equal(HttpStatusCode.OK, video.StatusCode);
    }

    [NeedsContainerAndKafkaFact]
    public async Task A_gateway_and_a_worker_on_read_only_roots_lose_nothing_when_both_are_killed()
    {
        await using var youTube = await StandInHost.StartAsync();
        await using var broker = await ProgramProcess.StartAsync(
            "broker", "StandIn", ["broker", "--Broker:FirstRebalanceDelay=00:00:00.500"], "control: ", "broker: ");
        string[] settings =
        [
            .. SettingsFor(youTube), $"ConnectionStrings:kafka={broker.ValueOf("broker: ")}",
            "Kafka:FetchWait=00:00:00.010", "Kafka:SessionTimeout=00:00:02", "Kafka:Heartbeat=00:00:00.500",
            "Jobs:RelayInterval=00:00:00.5", "Jobs:RepublishDelay=00:00:02", "Jobs:Lease=00:00:10",
        ];
        var (image, workerImage) = (await images.OfAsync(Gateway), await images.OfAsync(Worker));
        var volume = await images.NewVolumeAsync(image);
        var gateway = await Container.StartAsync(image, volume, settings);
        await using var _ = gateway;
        var worker = await Container.StartAsync(workerImage, volume, settings);
        await using var __ = worker;
        await gateway.SucceedsAsync(await gateway.SubmitAsync(new { links = "M4gD1WSo5mA" }));
        youTube.Settings = youTube.Settings with { Latency = Slow };
        var links = await gateway.SubmitAsync(new { links = Enumerable.Range(0, 100).Select(i => $"standkl{i:0000}") });
        var file = await gateway.SubmitFileAsync("kf", rows: 200);
        await worker.KillAsync();
        await gateway.KillAsync();
        youTube.Settings = youTube.Settings with { Latency = default };

        await using var nextWorker = await Container.StartAsync(workerImage, volume, settings);
        await using var nextGateway = await Container.StartAsync(image, volume, settings);

        await nextGateway.SucceedsAsync(links);
        await nextGateway.SucceedsWithRowsAsync(file, 200);
    }

    [NeedsContainerFact]
    public Task A_gateway_on_a_read_only_root_without_a_volume_says_so_in_one_sentence() =>
        RefusesAsync(Gateway, [], "Gateway:Open=true");

    [NeedsContainerAndKafkaFact]
    public Task A_worker_on_a_read_only_root_without_a_volume_says_so_in_one_sentence() =>
        RefusesAsync(Worker, [], "ConnectionStrings:kafka=127.0.0.1:1");

    [NeedsContainerFact]
    public Task A_volume_of_another_user_is_named_in_one_sentence() =>
        RefusesAsync(Gateway, [(images.NewFolder(), BaseImage.Home)], "Gateway:Open=true");

    [UnsupportedOSPlatform("windows")]
    [NeedsContainerFact]
    public async Task A_database_of_another_user_is_named_in_one_sentence()
    {
        var image = await images.OfAsync(Gateway);
        var volume = await images.NewVolumeAsync(image);
        await using (await Container.StartAsync(image, volume))
        {
        }

        // Copies belong to this test's user, which is root; others may read them, as those of earlier versions.
        var database = Path.Combine(volume, "links.db");
        File.Copy(database, database + ".copy");
        File.SetUnixFileMode(
            database + ".copy",
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(database + ".copy", database, overwrite: true);

        await using var gateway = Container.Start(
            image, [(volume, image.DataFolder)], settings: ["Gateway:Open=true"]);

        var (exitCode, output) = await gateway.EndAsync();
        Assert.Equal(1, exitCode);
        Assert.Equal(
            "The database /home/app/links.db cannot be written: make it and its folder writable for this user.",
            output.Split('\n')[^1]);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private async Task RefusesAsync(
        string project, IReadOnlyList<(string Folder, string Path)> volumes, params string[] settings)
    {
        await using var program = Container.Start(await images.OfAsync(project), volumes, settings: settings);

        var (exitCode, output) = await program.EndAsync();

        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            "The folder /home/app cannot be written by the user app (", Assert.Single(output.Split('\n')),
            StringComparison.Ordinal);
    }

    private static string[] SettingsFor(StandInHost youTube) =>
    [
        "Sources:Chain=youtube-api", "Sources:YouTubeApi:ApiKey=stand-in",
        $"Sources:YouTubeApi:BaseAddress={youTube.BaseAddress}", "Sources:YouTubeApi:RequestsPerMinute=100000",
    ];
}
