#:property PublishAot=false
#:property ManagePackageVersionsCentrally=false
#:property CentralPackageTransitivePinningEnabled=false

// Builds the product and runs its tests: dotnet run test.cs [-- arguments of dotnet test, as in --filter Links]

using System.Diagnostics;
using System.Xml.Linq;

var root = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Environment.CurrentDirectory;
if (await RunAsync("dotnet", "run", "start.cs", "--", "--prepare") != 0)
    return 1;

await Tools.InstallAsync(RunAsync);

var results = Path.Combine(root, "TestResults");
if (Directory.Exists(results))
    Directory.Delete(results, recursive: true);
var isFull = !File.Exists(Path.Combine(root, ".portable"));
string[] projects = isFull && Directory.Exists(Path.Combine(root, "Tests.AppHost"))
    ? ["Tests", "Tests.AppHost"]
    : ["Tests"];
var failed = false;
foreach (var project in projects)
{
    failed |= await RunAsync("dotnet", [
        "test", project, "--no-build", "-c", "Release", "-nologo", "--results-directory", results,
        "--logger", $"trx;LogFileName={project}.trx", "--logger", "console;verbosity=minimal",
        "--blame-hang-timeout", "15m", "--blame-hang-dump-type", "none", .. args]) != 0;
}

var total = projects.Aggregate(Tally.None, (sum, project) => sum + Tally.Read(Path.Combine(results, $"{project}.trx")));
foreach (var reason in total.Failed)
    Console.WriteLine($"failed: {reason}");
foreach (var reason in total.Skipped)
    Console.WriteLine($"skipped: {reason}");
if (total.Passed + total.Failed.Count == 0)
    Console.WriteLine("No test ran.");
Console.WriteLine($"{total.Passed} passed, {total.Failed.Count} failed, {total.Skipped.Count} skipped");
return failed || total.Failed.Count > 0 || total.Passed == 0 ? 1 : 0;

async Task<int> RunAsync(string program, params string[] arguments)
{
    using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = root })!;
    await process.WaitForExitAsync();
    return process.ExitCode;
}

/// <summary>Installs programs that some tests use. Without them those tests are skipped with that reason.</summary>
internal static class Tools
{
    private static readonly string[] Programs = ["yt-dlp", "ffmpeg", "chromium"];

    public static async Task InstallAsync(Func<string, string[], Task<int>> run)
    {
        var missing = Missing();
        if (missing.Length == 0)
            return;

        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && IsOnPath("apt-get"))
        {
            Console.WriteLine($"Installing programs that some tests use: {string.Join(", ", missing)}.");
            Environment.SetEnvironmentVariable("DEBIAN_FRONTEND", "noninteractive");
            string[] install = ["install", "-y", "-qq", "--no-install-recommends", .. missing];
            if (await run("apt-get", install) != 0 && await run("apt-get", ["update", "-qq"]) == 0)
                await run("apt-get", install);
            missing = Missing();
        }

        if (missing.Length > 0)
            Console.WriteLine($"Not installed: {string.Join(", ", missing)}; the tests that use them are skipped.");
    }

    private static string[] Missing() => [.. Programs.Where(program => !IsOnPath(program))];

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder =>
            File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, $"{program}.exe")));
}

/// <summary>Counts the results in a file.</summary>
internal sealed record Tally(int Passed, IReadOnlyList<string> Failed, IReadOnlyList<string> Skipped)
{
    /// <summary>Maximum length of a reason. The file has all of it.</summary>
    private const int MaxReason = 1000;

    public static Tally None { get; } = new(0, [], []);

    public static Tally operator +(Tally one, Tally other) =>
        new(one.Passed + other.Passed, [.. one.Failed, .. other.Failed], [.. one.Skipped, .. other.Skipped]);

    public static Tally Read(string file)
    {
        // A test host that crashed leaves no file; its exit code reports the failure.
        if (!File.Exists(file))
            return None;

        var results = XDocument.Load(file).Descendants().Where(element => element.Name.LocalName == "UnitTestResult")
            .ToArray();
        return new Tally(
            results.Count(result => Outcome(result) == "Passed"),
            [.. results.Where(result => Outcome(result) is not ("Passed" or "NotExecuted")).Select(Reason)],
            [.. results.Where(result => Outcome(result) == "NotExecuted").Select(Reason)]);
    }

    private static string? Outcome(XElement result) => (string?)result.Attribute("outcome");

    private static string Reason(XElement result)
    {
        var said = Text(result, "Message") ?? Text(result, "StdOut") ?? "no reason given";
        var place = Text(result, "StackTrace")?.Split('\n').FirstOrDefault(line => line.Contains(" at Tests."));
        return $"{(string?)result.Attribute("testName")}: {said[..Math.Min(said.Length, MaxReason)]}{place?.TrimEnd()}";
    }

    private static string? Text(XElement result, string name) =>
        result.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim();
}
