#:property PublishAot=false
#:property ManagePackageVersionsCentrally=false
#:property CentralPackageTransitivePinningEnabled=false

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

const string Help =
    """
    Builds the product and runs it in the foreground:
      dotnet run start.cs
          The gateway, which runs the jobs itself.
      dotnet run start.cs -- --stand-in
          The same with a stand-in for YouTube, for machines without internet access.
      dotnet run start.cs -- --stand-in --workers 2
          The same as separate processes: gateway, workers, and a stand-in for Kafka between them.
      dotnet run start.cs -- --workers 2
          Gateway and workers, with the Kafka in ConnectionStrings__kafka, or a stand-in if it is not set.
      dotnet run start.cs -- --prepare
          Chooses the build and builds everything, without running it.
    All other arguments go to the gateway: dotnet run start.cs -- --urls http://localhost:8080
    """;

var forGateway = args.ToList();
if (forGateway.Remove("--help") | forGateway.Remove("-h"))
    return Say(Help, 0);

var prepareOnly = forGateway.Remove("--prepare");
string[] standIn = forGateway.Remove("--stand-in") ? ["--stand-in"] : [];
if (!TryTakeWorkers(forGateway, out var workers))
    return Say("--workers needs a number from 1 to 32.", 1);

var root = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Environment.CurrentDirectory;
var build = new Build(root);
if (!await build.ChooseAsync() || !await build.MakeAsync(prepareOnly ? build.Solution : "AppHost"))
    return 1;
if (prepareOnly)
    return 0;

return await RunAsync(
    Path.Combine(root, "AppHost", "bin", "Release", "net10.0", "AppHost.dll"),
    ["--infra", "processes", "--replicas", $"{workers}", .. standIn, "--", .. forGateway]);

// The AppHost stops everything when its input ends, so nothing outlives this program, however it ends.
static async Task<int> RunAsync(string program, string[] arguments)
{
    var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardInput = true };
    start.Environment["Host__StopAtInputEnd"] = "true";
    using var process = Process.Start(start)!;
    PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
    var registrations = Array.ConvertAll(signals, signal => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        process.StandardInput.Close();
    }));
    await process.WaitForExitAsync();
    Array.ForEach(registrations, registration => registration.Dispose());
    return process.ExitCode;
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

static int Say(string text, int result)
{
    (result == 0 ? Console.Out : Console.Error).WriteLine(text);
    return result;
}

/// <summary>Chooses between the full and the portable build (docs/adr/0002), and runs it.</summary>
internal sealed partial class Build(string root)
{
    private static readonly TimeSpan RestoreLimit = TimeSpan.FromMinutes(5);

    // A registry that lacked a package yesterday may have it today.
    private static readonly TimeSpan PortableLifetime = TimeSpan.FromDays(1);

    private const string ThisIsPortable = "this is the portable build, without Aspire, MongoDB, and YoutubeExplode.";

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
        Console.WriteLine($"Building {target}. The first time takes minutes; these projects are done:");
        var watch = Stopwatch.StartNew();
        var (succeeded, output) = await DotnetAsync(
            Timeout.InfiniteTimeSpan,
            "build", target, "-c", "Release", "-v", "m", "-nologo", "-tl:off", "-clp:NoSummary");
        if (succeeded)
        {
            Console.WriteLine($"Built in {watch.Elapsed.TotalSeconds:0} s.");
            return true;
        }

        var why = Unreachable().IsMatch(output)
            ? "The package registry cannot be reached: check the network and the output of `dotnet nuget list source`."
            : $"Building {target} failed: fix the error above.";
        var errors = output.Split('\n').Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct();
        await Console.Error.WriteLineAsync($"{string.Join('\n', errors)}\n{why}");
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
        var output = ReadAsync(process.StandardOutput);
        var errors = ReadAsync(process.StandardError);
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

    /// <summary>Reads the output to its end, and writes the name of each project when it is built.</summary>
    private static async Task<string> ReadAsync(StreamReader reader)
    {
        var all = new StringBuilder();
        var written = new HashSet<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            all.AppendLine(line);
            if (BuiltProject().Match(line) is { Success: true } built && written.Add(built.Groups["name"].Value))
                Console.WriteLine($"  {built.Groups["name"].Value}");
        }

        return all.ToString();
    }

    [GeneratedRegex(@"^\s+(?:(?<name>[\w.]+) -> |(?<name>(?:Building )?librdkafka .*))")]
    private static partial Regex BuiltProject();

    [GeneratedRegex(@"error (?:NU110[0-3]|MSB4236|MSB4276)\b[^:]*: (?<what>[^\[\r\n]*)")]
    private static partial Regex MissingPackage();

    [GeneratedRegex(@"error NU1301\b")]
    private static partial Regex Unreachable();
}
