using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tests.Support;

namespace Tests.Processes;

/// <summary>Runs the AppHost, which runs the application as processes, with the stand-ins and its own data.</summary>
internal sealed partial class LocalAppHost : IAsyncDisposable
{
    private const string LastLine = "Open ";

    /// <summary>Also the deadline of a start on a busy machine.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(2);

    private static readonly string Configuration =
        typeof(LocalAppHost).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private readonly TempFolder folder;
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LocalAppHost(TempFolder folder, Process process, int port)
    {
        this.folder = folder;
        this.process = process;
        Client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        process.OutputDataReceived += (_, line) => OnLine(line.Data);
        process.BeginOutputReadLine();
    }

    public HttpClient Client { get; }

    public string Output => string.Join('\n', lines);

    /// <summary>
    /// Starts the AppHost with <c>--stand-in</c> and these options, and waits until it lists its addresses.
    /// </summary>
    public static async Task<LocalAppHost> StartAsync(params string[] options)
    {
        var folder = new TempFolder();
        var port = FreePort();
        var start = StartOf(
            ["--infra", "processes", "--stand-in", "--gateway-port", $"{port}", "--Data:Path", folder.Path, .. options]);
        start.RedirectStandardOutput = true;
        var host = new LocalAppHost(folder, Process.Start(start)!, port);
        await host.open.Task.WaitAsync(WaitLimit);
        return host;
    }

    /// <summary>Runs the AppHost to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] options)
    {
        var start = StartOf(options);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }

    /// <summary>Returns the process of a resource, as the table of addresses names it.</summary>
    public int ProcessOf(string resource) => Processes()[resource];

    public Dictionary<string, int> Processes() => lines
        .Select(line => Row().Match(line))
        .Where(row => row.Success)
        .ToDictionary(row => row.Groups["name"].Value, row => int.Parse(row.Groups["id"].Value));

    public static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Kills one process: nothing of it runs after this.</summary>
    public static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    /// <summary>Kills the AppHost alone, with SIGKILL or the system's equivalent.</summary>
    public void Kill() => process.Kill();

    /// <summary>Sends a signal to the AppHost alone, and waits until it has ended.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(WaitLimit);
        return process.ExitCode;
    }

    /// <summary>Submits links and returns their jobs once all are done.</summary>
    public async Task<JsonElement[]> DoneAsync(params string[] links)
    {
        using var response = await Client.PostAsJsonAsync("/links", new { links });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var done = await Eventually.ValueAsync(
            () => Client.GetFromJsonAsync<JsonElement>(response.Headers.Location),
            submission => submission.GetProperty("done").GetBoolean(), "the links are done", WaitLimit);
        return [.. done.GetProperty("jobs").EnumerateArray()];
    }

    public Task WaitForOutputAsync(string text) =>
        Eventually.TrueAsync(() => Output.Contains(text, StringComparison.Ordinal), text, WaitLimit);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Dispose();
    }

    /// <summary>Finds a port below those that the system gives to programs that ask for any.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // In use: try another one.
            }
        }
    }

    private static ProcessStartInfo StartOf(string[] options) => new(
        "dotnet",
        [Path.Combine(SourceTree.Root, "AppHost", "bin", Configuration, "net10.0", "AppHost.dll"), .. options]);

    private void OnLine(string? line)
    {
        if (line is null)
            open.TrySetException(new InvalidOperationException($"The AppHost ended before it was ready: {Output}"));
        else
            lines.Enqueue(line);
        if (line?.StartsWith(LastLine, StringComparison.Ordinal) is true)
            open.TrySetResult();
    }

    [GeneratedRegex(@"^  (?<name>[\w-]+) .* process (?<id>\d+)")]
    private static partial Regex Row();
}
