using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tests.Processes;

/// <summary>
/// Runs the gateway or a worker as a separate process, which can be killed.
/// </summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private const string Announcement = "Now listening on: ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private GatewayProcess(Process process, HttpClient client)
    {
        this.process = process;
        Client = client;
    }

    public HttpClient Client { get; }

    public int Id => process.Id;

    /// <param name="settings">Settings, as in <c>Data:Path=/tmp/x</c>.</param>
    public static Task<GatewayProcess> StartAsync(params string[] settings) => StartAsync("Gateway.Api", settings);

    /// <summary>
    /// Starts the gateway with a hard limit on its managed memory, so that the outcome does not depend on the machine.
    /// </summary>
    public static Task<GatewayProcess> StartWithHeapAsync(int megabytes, params string[] settings) =>
        StartAsync(
            "Gateway.Api",
            settings,
            null,
            ("DOTNET_GCHeapHardLimit", (megabytes * 1024L * 1024).ToString("x", CultureInfo.InvariantCulture)));

    /// <summary>Starts the gateway with its own settings, from a folder that is not the program's.</summary>
    public static Task<GatewayProcess> StartInAsync(string folder) => StartAsync("Gateway.Api", [], folder);

    /// <inheritdoc cref="StartAsync(string[])"/>
    public static Task<GatewayProcess> StartWorkerAsync(params string[] settings) =>
        StartAsync("Extractor.Worker", settings);

    private static async Task<GatewayProcess> StartAsync(
        string program, string[] settings, string? folder = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder ?? AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"{program}.dll"));
        foreach (var setting in settings.Append("urls=http://127.0.0.1:0"))
            start.ArgumentList.Add($"--{setting}");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                address.TrySetException(new InvalidOperationException($"{program} ended before it listened."));
            else if (line.Data.IndexOf(Announcement, StringComparison.Ordinal) is var at and >= 0)
                address.TrySetResult(new Uri(line.Data[(at + Announcement.Length)..]));
        };
        process.BeginOutputReadLine();
        return new GatewayProcess(process, new HttpClient { BaseAddress = await address.Task.WaitAsync(StartLimit) });
    }

    /// <summary>Kills the process with SIGKILL, or the system's equivalent: nothing of it runs after this.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public Task<JsonElement> GetAsync(string path) => Client.GetFromJsonAsync<JsonElement>(path);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }
}
