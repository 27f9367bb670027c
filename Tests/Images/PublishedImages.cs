using System.Diagnostics;
using System.Reflection;
using Tests.Support;

namespace Tests.Images;

/// <summary>The images of both programs, published by the SDK when a test asks for one.</summary>
public sealed class PublishedImages : IAsyncLifetime
{
    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(3);

    private readonly TempFolder folder = new();
    private readonly Dictionary<string, Image> images = [];
    private LocalRegistry? registry;

    /// <summary>Returns the image of a project.</summary>
    internal async Task<Image> OfAsync(string project)
    {
        if (images.TryGetValue(project, out var image))
            return image;

        registry ??= await LocalRegistry.StartAsync(
            await BaseImage.MakeAsync(Directory.CreateDirectory(Path.Combine(folder.Path, "base")).FullName));
        var own = Directory.CreateDirectory(Path.Combine(folder.Path, project)).FullName;
        var archive = Path.Combine(own, "image.tar");
        await PublishAsync(
            project, "-t:PublishContainer", $"-p:ContainerBaseImage={registry.BaseImageName}",
            $"-p:ContainerArchiveOutputPath={archive}", $"-p:PublishDir={own}/published/");
        return images[project] = await Image.UnpackAsync(archive, own);
    }

    /// <summary>Creates an empty folder.</summary>
    internal string NewFolder() =>
        Directory.CreateDirectory(Path.Combine(folder.Path, Path.GetRandomFileName())).FullName;

    /// <summary>Creates a volume for an image.</summary>
    internal async Task<string> NewVolumeAsync(Image image)
    {
        var volume = Path.Combine(folder.Path, Path.GetRandomFileName());
        await image.CreateVolumeAsync(volume);
        return volume;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (registry is not null)
            await registry.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Runs <c>dotnet publish</c> on what the build of these tests built.</summary>
    private async Task PublishAsync(string project, params string[] arguments)
    {
        var configuration = typeof(PublishedImages).Assembly
            .GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = SourceTree.Root,
        };
        foreach (var argument in (IEnumerable<string>)
            ["publish", project, "--no-build", "--configuration", configuration, "--nodeReuse:false", .. arguments])
            start.ArgumentList.Add(argument);

        // The SDK keeps the layers that it pulled in this folder.
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(folder.Path, "cache");
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(PublishLimit);
        try
        {
            var (output, errors) = (
                process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
