using Tests.StandIn;

namespace Tests.Images;

/// <summary>
/// Builds a stage of the Dockerfile without a container engine. This machine's own system takes the place of the stage
/// <c>tools</c>, whose packages come from the network, and a published folder that of the stage that publishes.
/// </summary>
internal static class DockerfileImage
{
    /// <summary>The stage that this machine's system replaces.</summary>
    private const string Tools = "tools";

    /// <param name="file">The file.</param>
    /// <param name="stage">A stage based on <c>tools</c>.</param>
    /// <param name="published">Folder to copy in the place of <c>/app</c> of another stage.</param>
    /// <param name="folder">An empty folder.</param>
    public static async Task<Image> BuildAsync(Dockerfile file, string stage, string published, string folder)
    {
        Assert.Equal(Tools, file[stage].Base);
        var image = await SystemAsync(folder);
        foreach (var instruction in file[stage].Own)
            image = await ApplyAsync(image, instruction, published);
        return image;
    }

    private static async Task<Image> ApplyAsync(Image image, Dockerfile.Instruction instruction, string published)
    {
        var arguments = instruction.Arguments.Replace("$APP_UID", BaseImage.User, StringComparison.Ordinal);
        switch (instruction.Name)
        {
            case "COPY":
                Assert.Matches("^--from=build-[a-z]+ /app /app$", arguments);
                Assert.Equal(0, (await Probe.RunAsync(
                    "cp", "--recursive", "--no-target-directory", published, image.Root + "/app")).ExitCode);
                return image;
            case "USER":
                return image with { User = arguments == "root" ? "0" : arguments };
            case "ENV":
                var environment = image.Environment.ToDictionary();
                foreach (var (name, value) in instruction.Variables)
                    environment[name] = value;
                return image with { Environment = environment };
            case "RUN":
                await using (var run = Container.Start(
                    image, [], isReadOnly: false, hasNetwork: false, program: ["/bin/sh", "-c", instruction.Arguments]))
                {
                    Assert.Equal((0, ""), await run.EndAsync());
                }

                return image;
            case "VOLUME":
                Assert.Equal(image.DataFolder, arguments);
                return image;
            case "WORKDIR":
                return image with { WorkingFolder = arguments };
            case "EXPOSE":
                return image with { Ports = [$"{arguments}/tcp"] };
            case "ENTRYPOINT":
                return image with { Entrypoint = instruction.Words };
            default:
                Assert.Fail($"This test does not know {instruction.Name}.");
                return image;
        }
    }

    /// <summary>Makes an image of this machine's system, with the user of the base image.</summary>
    private static async Task<Image> SystemAsync(string folder)
    {
        var root = Directory.CreateDirectory(Path.Combine(folder, "system")).FullName;
        foreach (var name in new[] { "dev", "etc", "proc", "tmp", "usr" })
            Directory.CreateDirectory(Path.Combine(root, name));
        foreach (var name in new[] { "bin", "lib", "lib64", "sbin" })
            File.CreateSymbolicLink(Path.Combine(root, name), $"usr/{name}");
        var users = Path.Combine(folder, "passwd");
        await File.WriteAllTextAsync(
            users,
            $"root:x:0:0:root:/root:/bin/sh\napp:x:{BaseImage.User}:{BaseImage.User}::{BaseImage.Home}:/bin/sh\n");
        return new Image(
            root,
            BaseImage.User,
            BaseImage.Environment.Select(each => each.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]),
            "/",
            [])
        {
            Parts = [("/usr", "/usr"), ("/etc", "/etc"), (users, "/etc/passwd")],
        };
    }
}
