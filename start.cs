#:property PublishAot=false
#:property ManagePackageVersionsCentrally=false
#:property CentralPackageTransitivePinningEnabled=false

// Builds the product and runs it in the foreground:
//   dotnet run start.cs
//       The gateway, which runs the jobs itself.
//   dotnet run start.cs -- --stand-in
//       The same with a stand-in for YouTube, for machines without internet access.
//   dotnet run start.cs -- --stand-in --workers 2
//       The same as separate processes: gateway, workers, and a stand-in for Kafka between them.
//   dotnet run start.cs -- --workers 2
//       Gateway and workers, with the Kafka in ConnectionStrings__kafka.
//   dotnet run start.cs -- --prepare
//       Chooses the build and builds everything, without running it.
// All other arguments go to the gateway: dotnet run start.cs -- --urls http://localhost:8080

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

const string Unlimited = "100000";

var root = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Environment.CurrentDirectory;
var forGateway = args.ToList();
var prepareOnly = forGateway.Remove("--prepare");
var withStandIn = forGateway.Remove("--stand-in");
if (!TryTakeWorkers(forGateway, out var workers))
    return Say("--workers needs a number from 1 to 32.", 1);

var build = new Build(root);
if (!await build.ChooseAsync())
    return 1;

string[] targets = prepareOnly
    ? [build.Solution]
    :
    [
        "Gateway.Api",
        .. withStandIn ? ["StandIn"] : Array.Empty<string>(),
        .. workers > 0 ? ["Extractor.Worker"] : Array.Empty<string>(),
    ];
foreach (var target in targets)
{
    if (!await build.MakeAsync(target))
        return 1;
}

if (prepareOnly)
    return 0;

using var programs = new Programs(root);
var environment = new Dictionary<string, string>();
if (withStandIn)
{
    var http = Programs.FreePort();
    var proxy = Programs.FreePort();
    programs.Start("StandIn", [], new() { ["StandIn__Port"] = $"{http}", ["StandIn__ProxyPort"] = $"{proxy}" });
    if (!await programs.IsListeningAsync(http) || !await programs.IsListeningAsync(proxy))
        return Say("The stand-in did not start; its messages are above.", 1);

    Say($"The stand-in for YouTube listens on http://127.0.0.1:{http}; the sources use it.");
    AddSources(environment, http, proxy);
}

if (workers > 0)
{
    if (withStandIn && !await StartBrokerAsync(programs, environment))
        return Say("The stand-in for Kafka did not start; its messages are above.", 1);
    if (!withStandIn && string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("ConnectionStrings__kafka")))
        return Say("--workers needs a broker: set ConnectionStrings__kafka=host:9092, or add --stand-in.", 1);

    // All processes share one database file: the one that the gateway alone would use.
    if (Environment.GetEnvironmentVariable("Data__Path") is null)
        environment["Data__Path"] = Path.Combine(root, "Gateway.Api", "data");
    var addresses = Enumerable.Range(0, workers).Select(_ => $"http://127.0.0.1:{Programs.FreePort()}").ToArray();
    foreach (var address in addresses)
        programs.Start("Extractor.Worker", ["--urls", address], environment);
    environment["Services__Extractor"] = string.Join(',', addresses);
    Say($"{workers} workers are starting on {string.Join(", ", addresses)}.");
}

programs.Start("Gateway.Api", forGateway, environment);
Say("The gateway is starting; Ctrl+C stops it.");
return await programs.UntilOneEndsAsync();

static void AddSources(Dictionary<string, string> environment, int http, int proxy)
{
    environment["Sources__YouTubeApi__BaseAddress"] = $"http://127.0.0.1:{http}/";
    environment["Sources__YouTubeApi__OEmbedBaseAddress"] = $"http://127.0.0.1:{http}/";
    environment["Sources__YouTubeApi__ApiKey"] = "stand-in";
    environment["Sources__YouTubeExplode__BaseAddress"] = $"http://127.0.0.1:{http}/";
    environment["Sources__YtDlp__Proxy"] = $"http://127.0.0.1:{proxy}";
    environment["Media__BaseAddress"] = $"http://127.0.0.1:{http}/";
    environment["Thumbnails__BaseAddress"] = $"http://127.0.0.1:{http}/";
    environment["Sources__YtDlp__NoCheckCertificates"] = "true";
    environment["Sources__YtDlp__ExtractorArgs"] = "youtube:player_client=android;player_skip=webpage,configs,js";

    // The budgets protect the real site.
    environment["Sources__YouTubeApi__RequestsPerMinute"] = Unlimited;
    environment["Sources__YouTubeExplode__RequestsPerMinute"] = Unlimited;
    environment["Sources__YtDlp__RequestsPerMinute"] = Unlimited;
}

static async Task<bool> StartBrokerAsync(Programs programs, Dictionary<string, string> environment)
{
    if (await programs.StartAndReadAsync("StandIn", ["broker"], "broker: ") is not { } brokers)
        return false;

    environment["ConnectionStrings__kafka"] = brokers;
    // This broker answers an empty fetch only at the end of its wait; a real one answers when a message arrives.
    environment["Kafka__FetchWait"] = "00:00:00.002";
    return Say($"The stand-in for Kafka listens on {brokers}.") == 0;
}

static bool TryTakeWorkers(List<string> arguments, out int workers)
{
    workers = 0;
    var at = arguments.IndexOf("--workers");
    if (at < 0)
        return true;
    if (at + 1 >= arguments.Count || !int.TryParse(arguments[at + 1], out workers) || workers is < 1 or > 32)
        return false;
    arguments.RemoveRange(at, 2);
    return true;
}

static int Say(string sentence, int result = 0)
{
    Console.WriteLine(sentence);
    return result;
}

/// <summary>Chooses between the full and the portable build (docs/adr/0002), and runs it.</summary>
internal sealed partial class Build(string root)
{
    private static readonly TimeSpan RestoreLimit = TimeSpan.FromMinutes(5);

    // A registry that lacked a package yesterday may have it today.
    private static readonly TimeSpan PortableLifetime = TimeSpan.FromDays(1);

    private const string ThisIsPortable = "this is the portable build, without AppHost, MongoDB, and YoutubeExplode.";

    private readonly string portableFile = Path.Combine(root, ".portable");
    private readonly string stampFile = Path.Combine(root, "artifacts", "build-choice");

    public string Solution => File.Exists(portableFile) ? "portable.slnf" : "aspire.sln";

    public async Task<bool> ChooseAsync()
    {
        var fingerprint = Fingerprint();
        if (IsStillChosen(fingerprint))
            return true;

        Console.WriteLine("Checking that the package registry has all packages of the full build.");
        var (succeeded, output) = await DotnetAsync(
            RestoreLimit, "restore", "aspire.sln", "-p:Portable=false", "-v", "q", "-nologo");
        if (succeeded)
        {
            File.Delete(portableFile);
            Console.WriteLine("It has them: this is the full build.");
        }
        else if (MissingPackage().Match(output) is { Success: true } missing)
        {
            await File.WriteAllTextAsync(
                portableFile,
                "Written by start.cs: the registry lacks packages of the full build. Delete it to check again.\n");
            Console.WriteLine(
                $"It lacks some ({missing.Groups["what"].Value.Trim()}): {ThisIsPortable}");
        }
        else if (Unreachable().IsMatch(output))
        {
            // Packages restored earlier may suffice for the portable build. The next start checks again, because the
            // registry's content is still unknown.
            await File.WriteAllTextAsync(
                portableFile, "Written by start.cs: the registry could not be reached. Delete it to check again.\n");
            Console.WriteLine($"It cannot be reached. For now {ThisIsPortable}");
            return true;
        }
        else
        {
            await Console.Error.WriteLineAsync(
                $"{output.Trim()}\nRestoring the packages failed: fix the error above.");
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(stampFile)!);
        await File.WriteAllTextAsync(stampFile, fingerprint);
        return true;
    }

    public async Task<bool> MakeAsync(string target)
    {
        Console.WriteLine($"Building {target}.");
        var (succeeded, output) = await DotnetAsync(
            Timeout.InfiniteTimeSpan,
            "build", target, "-c", "Release", "-v", "q", "-nologo", "-clp:ErrorsOnly;NoSummary");
        if (succeeded)
            return true;

        var why = Unreachable().IsMatch(output)
            ? "The package registry cannot be reached: check the network and the output of `dotnet nuget list source`."
            : $"Building {target} failed: fix the error above.";
        await Console.Error.WriteLineAsync($"{output.Trim()}\n{why}");
        return false;
    }

    private bool IsStillChosen(string fingerprint)
    {
        if (!File.Exists(stampFile) || File.ReadAllText(stampFile) != fingerprint)
            return false;
        return !File.Exists(portableFile) || DateTime.UtcNow - File.GetLastWriteTimeUtc(stampFile) < PortableLifetime;
    }

    /// <summary>Computes a digest of the files that decide which packages are needed, and from where.</summary>
    private string Fingerprint()
    {
        var text = new StringBuilder();
        string[] patterns = ["*.csproj", "*.props", "*.sln", "global.json", "[Nn]u[Gg]et.[Cc]onfig"];
        var folders = Directory.GetDirectories(root).Where(folder => !Path.GetFileName(folder).StartsWith('.'))
            .Prepend(root);
        var files = folders.SelectMany(
            folder => patterns.SelectMany(pattern => Directory.GetFiles(folder, pattern)));
        foreach (var file in files.Order())
            text.Append(Path.GetFileName(file)).Append(File.ReadAllText(file));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private async Task<(bool Succeeded, string Output)> DotnetAsync(TimeSpan limit, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync(new CancellationTokenSource(limit).Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (false, $"error NU1301: The registry did not respond within {limit.TotalMinutes:0} minutes.");
        }

        return (process.ExitCode == 0, await output + await errors);
    }

    [GeneratedRegex(@"error (?:NU110[0-3]|MSB4236|MSB4276)\b[^:]*: (?<what>[^\[\r\n]*)")]
    private static partial Regex MissingPackage();

    [GeneratedRegex(@"error NU1301\b")]
    private static partial Regex Unreachable();
}

/// <summary>Runs programs side by side: they end together, and none outlives this one.</summary>
internal sealed class Programs(string root) : IDisposable
{
    // A little more than the longest time that a program takes to finish its work in flight.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly List<Process> running = [];
    private int standIns;

    public void Start(string project, IReadOnlyList<string> arguments, Dictionary<string, string> environment) =>
        Add(project, Process.Start(StartOf(project, arguments, environment))!);

    /// <summary>Starts a program that writes a value that others need on a line with a prefix, and reads it.</summary>
    /// <returns>The rest of the line; null if the program ended without it.</returns>
    public async Task<string?> StartAndReadAsync(string project, IReadOnlyList<string> arguments, string prefix)
    {
        var start = StartOf(project, arguments, []);
        start.RedirectStandardOutput = true;
        var process = Process.Start(start)!;
        Add(project, process);
        var said = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                said.TrySetResult(null);
            else if (line.Data.StartsWith(prefix, StringComparison.Ordinal))
                said.TrySetResult(line.Data[prefix.Length..]);
            else
                Console.WriteLine(line.Data);
        };
        process.BeginOutputReadLine();
        return await said.Task;
    }

    private void Add(string project, Process process)
    {
        running.Add(process);
        if (project == "StandIn")
            standIns++;
    }

    private ProcessStartInfo StartOf(
        string project, IReadOnlyList<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.Combine(root, project), UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(root, project, "bin", "Release", "net10.0", $"{project}.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>Waits until the program started last listens on the port.</summary>
    /// <returns>False if the program has ended or does not listen in time.</returns>
    public async Task<bool> IsListeningAsync(int port)
    {
        for (var deadline = Stopwatch.StartNew(); deadline.Elapsed < StopLimit && !running[^1].HasExited;)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        return false;
    }

    public async Task<int> UntilOneEndsAsync()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
        var registrations = signals.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            asked.TrySetResult();
        })).ToArray();

        var ended = await Task.WhenAny([asked.Task, .. running.Select(process => process.WaitForExitAsync())]);
        await StopAsync();
        Array.ForEach(registrations, registration => registration.Dispose());
        return ended == asked.Task ? 0 : running.Max(process => process.ExitCode);
    }

    public void Dispose()
    {
        foreach (var process in running)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.Dispose();
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            // The stand-ins started first and stop last, because a worker needs them to finish its work in flight.
            await StopAsync(running.Skip(standIns), limit.Token);
            await StopAsync(running.Take(standIns), limit.Token);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Killing a program that did not stop in time.");
            Dispose();
        }
    }

    private static Task StopAsync(IEnumerable<Process> programs, CancellationToken limit)
    {
        var all = programs.ToArray();
        // On Windows, Ctrl+C has already reached every program of the console.
        foreach (var process in all.Where(process => !OperatingSystem.IsWindows() && !process.HasExited))
            _ = Kill(process.Id, SigTerm);
        return Task.WhenAll(all.Select(process => process.WaitForExitAsync(limit)));
    }

    private const int SigTerm = 15;

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
