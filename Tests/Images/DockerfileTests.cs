using System.Text.RegularExpressions;
using StandIn;
using Tests.Gateway;
using Tests.Support;

namespace Tests.Images;

/// <summary>
/// Checks the Dockerfile against what its images need, and runs the image for a person as far as this machine's own
/// files allow: docs/adr/0023.
/// </summary>
[Collection(HostTests.Name)]
public sealed partial class DockerfileTests(PublishedImages images)
{
    private const string DataFolder = "/data";

    private readonly Dockerfile file = Dockerfile.Read();

    [Fact]
    public void The_image_for_a_person_is_the_last_stage_and_both_images_have_the_tools()
    {
        Assert.Equal("gateway", file.Names[^1]);
        foreach (var (stage, program) in new[] { ("gateway", "Gateway.Api"), ("extractor", "Extractor.Worker") })
        {
            Assert.Equal("tools", file[stage].Base);
            Assert.Equal(["dotnet", $"/app/{program}.dll"], Last(stage, "ENTRYPOINT").Words);
            Assert.Equal(("/app", "8080"), (Last(stage, "WORKDIR").Arguments, Last(stage, "EXPOSE").Arguments));
            Assert.Equal("$APP_UID", Last(stage, "USER").Arguments);
            Assert.Contains(
                $"--from=build-{stage} /app /app",
                file[stage].Own.Where(each => each.Name == "COPY").Select(each => each.Arguments));
            Assert.Contains(
                $"dotnet publish {program} --output /app",
                file.AllOf($"build-{stage}").Where(each => each.Name == "RUN").Select(each => each.Arguments));
        }
    }

    [Fact]
    public void The_worker_writes_the_same_folder_as_the_worker_that_the_sdk_publishes()
    {
        var published = ContainerVariables().Match(
            File.ReadAllText(Path.Combine(SourceTree.Root, "Directory.Build.props")));

        Assert.Equal(
            published.Groups["names"].Value.Split(';').Select(name => (name, published.Groups["value"].Value)),
            Last("extractor", "ENV").Variables);
    }

    [Fact]
    public void The_volume_of_the_image_for_a_person_is_the_only_folder_that_it_writes()
    {
        Assert.Equal(DataFolder, Last("gateway", "VOLUME").Arguments);
        Assert.Equal(
            [("Data__Path", DataFolder), ("HOME", DataFolder), ("SQLITE_TMPDIR", DataFolder)],
            Last("gateway", "ENV").Variables);
        foreach (var name in new[] { "README.md", "Dockerfile", "docs/deploy.md" })
        {
            Assert.Contains(
                "docker run -p 127.0.0.1:8080:8080 -e Gateway__Open=true -v links:/data links",
                File.ReadAllText(Path.Combine(SourceTree.Root, name)),
                StringComparison.Ordinal);
        }

        var compose = File.ReadAllText(Path.Combine(SourceTree.Root, "compose.yaml"));
        foreach (var line in new[] { "build: .", "image: links", """["127.0.0.1:8080:8080"]""", """["links:/data"]""",
            """Gateway__Open: "true" """.Trim() })
            Assert.Contains(line, compose, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_pip_installs_has_a_version_and_a_checksum()
    {
        var install = Assert.Single(
            file["yt-dlp"].Own, each => each.Arguments.StartsWith("pip install", StringComparison.Ordinal));
        Assert.Contains("--require-hashes", install.Arguments, StringComparison.Ordinal);
        Assert.Contains("-r /tmp/requirements.txt", install.Arguments, StringComparison.Ordinal);
        var requirements = Assert.Single(file["yt-dlp"].Own, each => each.Name == "COPY").Arguments.Split(' ')[0];

        var packages = File.ReadAllText(Path.Combine(SourceTree.Root, requirements))
            .Replace("\\\n", "", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .ToArray();

        Assert.All(packages, package => Assert.Matches(Package(), package));
        Assert.Equal(["yt-dlp", "yt-dlp-ejs", "deno"], packages.Select(package => package.Split("==")[0]));
    }

    [Fact]
    public void The_build_in_the_image_sees_no_output_of_other_builds_and_is_the_full_one()
    {
        var ignored = File.ReadAllLines(Path.Combine(SourceTree.Root, ".dockerignore"));

        Assert.Empty(new[] { ".git", ".portable", "**/artifacts", "**/bin", "**/data", "**/obj" }.Except(ignored));
    }

    [NeedsContainerFact("yt-dlp", "ffmpeg", "python3")]
    public async Task The_image_for_a_person_downloads_on_a_read_only_root_and_loses_nothing_when_it_is_killed()
    {
        const string video = "tjz2u2DiveM";
        await using var youTube = await StandInHost.StartAsync();
        var published = (await images.OfAsync("Gateway.Api")).Root + "/app";
        var image = await DockerfileImage.BuildAsync(file, "gateway", published, images.NewFolder());
        Assert.Equal($"{BaseImage.User}:{BaseImage.User} 755", await image.OwnerOfAsync(DataFolder));
        var volume = await images.NewVolumeAsync(image);
        string[] settings =
        [
            .. GatewayApp.YtDlpAt(youTube), "Sources:Chain=yt-dlp", $"Media:BaseAddress={youTube.BaseAddress}",
        ];
        var first = await Container.StartAsync(image, volume, settings);
        await using var _ = first;
        await first.SucceedsAsync(await first.SubmitAsync(new { links = video, audio = "mp3" }));
        var table = await first.SubmitFileAsync("pe", rows: 10);
        await first.KillAsync();

        await using var second = await Container.StartAsync(image, volume, settings);

        await second.SucceedsWithRowsAsync(table, 10);
        var artifacts = (await second.GetAsync($"/videos/{video}")).GetProperty("artifacts");
        var audio = Assert.Single(artifacts.EnumerateArray()).GetProperty("name").GetString();
        Assert.Equal("ID3"u8.ToArray(), (await second.Client.GetByteArrayAsync($"/videos/{video}/artifacts/{audio}"))[..3]);
    }

    private Dockerfile.Instruction Last(string stage, string name) =>
        file.AllOf(stage).Last(instruction => instruction.Name == name);

    [GeneratedRegex("""<ContainerEnvironmentVariable Include="(?<names>[^"]*)" Value="(?<value>[^"]*)" />""")]
    private static partial Regex ContainerVariables();

    [GeneratedRegex(@"^[a-z-]+==[0-9.]+( +--hash=sha256:[0-9a-f]{64})+ *$")]
    private static partial Regex Package();
}
