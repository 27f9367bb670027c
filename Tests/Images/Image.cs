using System.Formats.Tar;
using System.Text.Json;
using Tests.StandIn;

namespace Tests.Images;

/// <summary>An unpacked image.</summary>
/// <param name="Root">Folder of its files, which have their owners.</param>
/// <param name="User">User of its processes.</param>
/// <param name="Environment">Variables of its processes.</param>
/// <param name="WorkingFolder">Folder in which its processes start.</param>
/// <param name="Entrypoint">Program and arguments.</param>
internal sealed record Image(
    string Root,
    string User,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingFolder,
    IReadOnlyList<string> Entrypoint)
{
    /// <summary>Ports that it declares, as in <c>8080/tcp</c>.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>Folders of this machine that are a part of it.</summary>
    public IReadOnlyList<(string Folder, string Path)> Parts { get; init; } = [];

    /// <summary>The folder that a volume belongs to.</summary>
    public string DataFolder => Environment["Data__Path"];

    /// <summary>Unpacks an archive in OCI's format.</summary>
    public static async Task<Image> UnpackAsync(string archive, string folder)
    {
        var parts = Directory.CreateDirectory(Path.Combine(folder, "archive")).FullName;
        await TarFile.ExtractToDirectoryAsync(archive, parts, overwriteFiles: false);
        var index = Read(Path.Combine(parts, "index.json"));
        var manifest = Read(Blob(index.GetProperty("manifests")[0]));
        var config = Read(Blob(manifest.GetProperty("config"))).GetProperty("config");

        var root = Directory.CreateDirectory(Path.Combine(folder, "root")).FullName;
        foreach (var layer in manifest.GetProperty("layers").EnumerateArray())
        {
            var (exitCode, _, errors) = await Probe.RunAsync(
                "tar", "--extract", "--preserve-permissions", "--numeric-owner", "--same-owner",
                "--directory", root, "--file", Blob(layer));
            Assert.Equal((0, ""), (exitCode, errors));
        }

        return new Image(
            root,
            config.GetProperty(nameof(User)).GetString()!,
            config.GetProperty("Env").EnumerateArray()
                .Select(each => each.GetString()!.Split('=', 2))
                .ToDictionary(pair => pair[0], pair => pair[1]),
            config.GetProperty("WorkingDir").GetString()!,
            [.. config.GetProperty(nameof(Entrypoint)).EnumerateArray().Select(each => each.GetString()!)])
        {
            Ports = [.. config.GetProperty("ExposedPorts").EnumerateObject().Select(port => port.Name)],
        };

        string Blob(JsonElement descriptor) => Path.Combine(
            parts, "blobs", descriptor.GetProperty("digest").GetString()!.Replace(':', Path.DirectorySeparatorChar));
    }

    /// <summary>
    /// Creates a volume as Docker and Podman do: it has the owner, the mode, and the content of the image's folder, and
    /// is root's if the image has no such folder (moby/moby, <c>copyExistingContents</c>).
    /// </summary>
    /// <param name="folder">Folder of this machine that holds it; must not exist.</param>
    public async Task CreateVolumeAsync(string folder)
    {
        var original = Root + DataFolder;
        if (Directory.Exists(original))
            Assert.Equal(0, (await Probe.RunAsync("cp", "--archive", original, folder)).ExitCode);
        else
            Directory.CreateDirectory(folder);
    }

    /// <summary>Returns owner, group, and mode, as in <c>1654:1654 755</c>.</summary>
    public async Task<string> OwnerOfAsync(string path) =>
        (await Probe.RunAsync("stat", "--format", "%u:%g %a", Root + path)).Output.Trim();

    private static JsonElement Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }
}
