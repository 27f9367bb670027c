using System.Formats.Tar;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Tests.StandIn;

namespace Tests.Images;

/// <summary>
/// A base image made of this machine's files: the runtime with its libraries, and the user, folders, and variables of
/// <c>aspnet:10.0-noble-chiseled-extra</c> (dotnet/dotnet-docker, src/runtime-deps/10.0/noble-chiseled-extra).
/// </summary>
internal sealed class BaseImage
{
    public const string User = "1654";
    public const string Home = "/home/app";

    private const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly string Runtime = RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/');
    private static readonly string AspNetCore = Path.GetDirectoryName(typeof(WebApplication).Assembly.Location)!;
    private static readonly string Root = Path.GetFullPath(Path.Combine(Runtime, "..", "..", ".."));

    /// <summary>Libraries that the runtime loads by name.</summary>
    private static readonly string[] ByName =
        ["libicuuc.so.", "libicui18n.so.", "libicudata.so.", "libssl.so.3", "libcrypto.so.3", "libgssapi_krb5.so.2"];

    private readonly Dictionary<string, string> blobs;

    private BaseImage(Dictionary<string, string> blobs, string manifest) => (this.blobs, Manifest) = (blobs, manifest);

    /// <summary>Digest of the manifest.</summary>
    public string Manifest { get; }

    /// <summary>Variables of the image.</summary>
    public static string[] Environment { get; } =
    [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", $"APP_UID={User}",
        "ASPNETCORE_HTTP_PORTS=8080", "DOTNET_RUNNING_IN_CONTAINER=true",
    ];

    /// <summary>Null if this machine has the files, or else a sentence.</summary>
    public static string? WhyMissing { get; } = File.Exists(Path.Combine(Root, "dotnet"))
        ? null
        : $"Needs the host of .NET in {Root}, which is where the runtime of this test is.";

    /// <param name="folder">Where its files are written.</param>
    public static async Task<BaseImage> MakeAsync(string folder)
    {
        var layer = Path.Combine(folder, "layer.tar");
        await using (var tar = new TarWriter(File.Create(layer), TarEntryFormat.Pax))
            await WriteAsync(tar);

        var blobs = new Dictionary<string, string>();
        var digest = Add(blobs, layer);
        var config = new JsonObject
        {
            ["architecture"] = RuntimeInformation.RuntimeIdentifier.EndsWith("arm64", StringComparison.Ordinal)
                ? "arm64" : "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject
            {
                ["User"] = User, ["Env"] = new JsonArray([.. Environment.Select(each => JsonValue.Create(each))]),
            },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(digest) },
            ["history"] = new JsonArray(new JsonObject { ["created_by"] = "files of this machine" }),
        };
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = LocalRegistry.ManifestType,
            ["config"] = Describe(blobs, "application/vnd.oci.image.config.v1+json", Add(blobs, folder, config)),
            ["layers"] = new JsonArray(Describe(blobs, "application/vnd.oci.image.layer.v1.tar", digest)),
        };
        return new BaseImage(blobs, Add(blobs, folder, manifest));
    }

    /// <returns>Null if there is no such blob.</returns>
    public string? Find(string digest) => blobs.GetValueOrDefault(digest);

    private static async Task WriteAsync(TarWriter tar)
    {
        var written = new HashSet<string>();
        foreach (var link in new[] { "bin", "lib", "lib64", "sbin" })
            Write(new PaxTarEntry(TarEntryType.SymbolicLink, link) { LinkName = $"usr/{link}", Mode = Everyone });
        foreach (var path in RuntimeFiles().Concat(await LibrariesAsync()))
        {
            // Where /lib is a link to /usr/lib, so it is in the image.
            var name = path.StartsWith("/lib", StringComparison.Ordinal) ? $"usr{path}" : path[1..];
            Folder(Path.GetDirectoryName(name)!);
            if (!written.Add(name))
                continue;
            await using var content = File.OpenRead(path);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = Everyone, DataStream = content });
        }

        Folder("usr/bin");
        var dotnet = new PaxTarEntry(TarEntryType.SymbolicLink, "usr/bin/dotnet") { LinkName = $"{Root}/dotnet" };
        Write(dotnet);
        foreach (var folder in new[] { "dev", "etc", "proc", "run", "sys", "var/tmp" })
            Folder(folder);
        Write(new PaxTarEntry(TarEntryType.Directory, "tmp") { Mode = (UnixFileMode)0b1_111_111_111 });
        Folder("home");
        Write(new PaxTarEntry(TarEntryType.Directory, Home[1..])
        {
            Mode = Everyone, Uid = int.Parse(User), Gid = int.Parse(User),
        });
        Text("etc/passwd", $"root:x:0:0:root:/root:/bin/bash\napp:x:{User}:{User}::{Home}:/bin/false\n");
        Text("etc/group", $"root:x:0:\napp:x:{User}:\n");

        void Write(PaxTarEntry entry)
        {
            if (written.Add(entry.Name))
                tar.WriteEntry(entry);
        }

        void Folder(string name)
        {
            if (Path.GetDirectoryName(name) is { Length: > 0 } parent)
                Folder(parent);
            Write(new PaxTarEntry(TarEntryType.Directory, name) { Mode = Everyone });
        }

        void Text(string name, string text) => Write(new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            Mode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            DataStream = new MemoryStream(Encoding.ASCII.GetBytes(text)),
        });
    }

    private static IEnumerable<string> RuntimeFiles() =>
        new[] { Runtime, AspNetCore, Path.Combine(Root, "host", "fxr") }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Prepend(Path.Combine(Root, "dotnet"));

    private static async Task<IEnumerable<string>> LibrariesAsync()
    {
        var (_, known, _) = await Probe.RunAsync(Container.Program("ldconfig"), "-p");
        var named = Paths(known).Where(path => ByName.Any(Path.GetFileName(path)!.StartsWith)).ToArray();
        var (_, linked, _) = await Probe.RunAsync(
            Container.Program("ldd"),
            [.. named, .. RuntimeFiles().Where(path => path.EndsWith(".so", StringComparison.Ordinal)), $"{Root}/dotnet"]);
        return named.Concat(Paths(linked).Where(path => !path.StartsWith(Root, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Paths(string output) =>
        output.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word[0] == '/' && File.Exists(word));

    private static JsonObject Describe(Dictionary<string, string> blobs, string type, string digest) => new()
    {
        ["mediaType"] = type, ["size"] = new FileInfo(blobs[digest]).Length, ["digest"] = digest,
    };

    private static string Add(Dictionary<string, string> blobs, string folder, JsonObject content)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName());
        File.WriteAllText(path, content.ToJsonString());
        return Add(blobs, path);
    }

    private static string Add(Dictionary<string, string> blobs, string path)
    {
        using var file = File.OpenRead(path);
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(file))}";
        blobs[digest] = path;
        return digest;
    }
}
