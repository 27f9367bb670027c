using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Tests.Kafka;
using Tests.Support;

namespace Tests.Images;

/// <summary>
/// Runs an image's entry point as a container engine does: in its own root, as the image's user, with the image's
/// variables, the root read-only, and volumes at given folders. It has this machine's network, and no limits.
/// </summary>
internal sealed class Container : IAsyncDisposable
{
    private const string Announcement = "Now listening on: ";
    private const int KeptLines = 60;

    /// <summary>Mounts the root, and becomes the entry point: every step keeps the process ID.</summary>
    private const string Script =
        """
        set -e
        root=$1 access=$2 user=$3 folder=$4
        shift 4
        mount --bind "$root" "$root"
        while [ "$1" != -- ]; do
            mount --bind "$1" "$root$2"
            mount -o "remount,bind,$3" "$root$2"
            shift 3
        done
        shift
        mount --rbind /proc "$root/proc"
        mount -t tmpfs -o mode=755 tmpfs "$root/dev"
        for device in null zero full random urandom; do
            : > "$root/dev/$device"
            mount --bind "/dev/$device" "$root/dev/$device"
        done
        mount -o "remount,bind,$access" "$root"
        exec unshare --root="$root" --wd="$folder" --setuid="$user" --setgid="$user" -- "$@"
        """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Container(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => OnLine(line.Data);
        process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Null if this machine can run images, or else a sentence.</summary>
    public static string? WhyMissing { get; } = Try() ?? BaseImage.WhyMissing;

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Returns the path of a program that may be outside the PATH of users.</summary>
    public static string Program(string name) => Programs.Find(name) ?? $"/sbin/{name}";

    /// <summary>Starts a host and waits for its address, on a free port of the loopback address.</summary>
    /// <param name="image">The image.</param>
    /// <param name="volume">Folder of this machine for the volume at the data folder.</param>
    /// <param name="settings">Settings, as in <c>Sources:Chain=yt-dlp</c>.</param>
    public static async Task<Container> StartAsync(Image image, string volume, params IEnumerable<string> settings)
    {
        var container = Start(image, [(volume, image.DataFolder)], settings: settings.Append("ASPNETCORE_URLS=http://127.0.0.1:0"));
        container.Client.BaseAddress = await container.AddressAsync();
        return container;
    }

    /// <summary>Starts the entry point, or another program in its place.</summary>
    public static Container Start(
        Image image,
        IEnumerable<(string Folder, string Path)> volumes,
        bool isReadOnly = true,
        bool hasNetwork = true,
        IEnumerable<string>? settings = null,
        IReadOnlyList<string>? program = null)
    {
        var start = new ProcessStartInfo(Program("unshare"))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in image.Environment)
            start.Environment[name] = value;
        foreach (var setting in settings ?? [])
        {
            var pair = setting.Split('=', 2);
            start.Environment[pair[0].Replace(":", "__", StringComparison.Ordinal)] = pair[1];
        }

        string[] network = hasNetwork ? [] : ["--net"];
        foreach (var argument in (IEnumerable<string>)
        [
            "--mount", .. network, "sh", "-c", Script, "container",
            image.Root, isReadOnly ? "ro" : "rw", image.User, image.WorkingFolder,
            .. image.Parts.SelectMany(part => new[] { part.Folder, part.Path, "ro" }),
            .. volumes.SelectMany(volume => new[] { volume.Folder, volume.Path, "rw" }), "--",
            .. program ?? image.Entrypoint,
        ])
            start.ArgumentList.Add(argument);
        foreach (var (_, path) in volumes)
            Directory.CreateDirectory(image.Root + path);
        return new Container(Process.Start(start)!);
    }

    /// <summary>Waits for the address of the host.</summary>
    public Task<Uri> AddressAsync() => address.Task.WaitAsync(StartLimit);

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code, and all that it wrote.</returns>
    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(StartLimit);
        return (process.ExitCode, ToString());
    }

    public Task<JsonElement> GetAsync(string path) => Client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Kills the program with SIGKILL: nothing of it runs after this.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public override string ToString() => string.Join('\n', lines);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
        Client.Dispose();
    }

    private static string? Try()
    {
        const string reason =
            "Needs unshare, mount, chroot, and the right to use them, which a test has as root on Linux.";
        if (!OperatingSystem.IsLinux() || !System.Environment.IsPrivilegedProcess
            || Programs.WhyMissing("unshare", "mount", "tar", "cp", "stat", "sh") is not null)
            return reason;
        using var process = Process.Start(new ProcessStartInfo(
            Program("unshare"),
            [
                "--mount", "--net", "sh", "-c",
                "mount -t tmpfs tmpfs /mnt && exec unshare --root=/ --wd=/ --setuid=1654 --setgid=1654 true",
            ])
        {
            RedirectStandardError = true,
        })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : reason;
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            address.TrySetException(new InvalidOperationException($"The program ended early:\n{this}"));
            return;
        }

        lines.Enqueue(line);
        while (lines.Count > KeptLines)
            lines.TryDequeue(out _);
        if (line.IndexOf(Announcement, StringComparison.Ordinal) is var at and >= 0)
            address.TrySetResult(new Uri(line[(at + Announcement.Length)..].Replace("[::]", "[::1]")));
    }
}

/// <summary>A test that runs images; skipped with a reason where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsContainerFactAttribute : FactAttribute
{
    public NeedsContainerFactAttribute(params string[] programs) =>
        Skip = Container.WhyMissing ?? Programs.WhyMissing(programs);
}

/// <summary>A test that runs images with a broker between them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsContainerAndKafkaFactAttribute : FactAttribute
{
    public NeedsContainerAndKafkaFactAttribute() => Skip = Container.WhyMissing ?? new NeedsKafkaFactAttribute().Skip;
}
