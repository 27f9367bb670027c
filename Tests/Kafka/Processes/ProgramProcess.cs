using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Tests.Kafka.Processes;

/// <summary>
/// Runs one of this product's programs as a separate process, which can be killed.
/// </summary>
internal sealed class ProgramProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int KeptLines = 40;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly Dictionary<string, TaskCompletionSource<string>> awaited;

    private ProgramProcess(string name, Process process, IEnumerable<string> prefixes)
    {
        (Name, this.process) = (name, process);
        awaited = prefixes.ToDictionary(
            prefix => prefix,
            _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
        process.OutputDataReceived += (_, line) => OnLine(line.Data);
    }

    /// <summary>Service name of its telemetry.</summary>
    public string Name { get; }

    public bool HasEnded => process.HasExited;

    public bool IsKilled { get; private set; }

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Gets the rest of the line of output that has the prefix.</summary>
    public string ValueOf(string prefix) => awaited[prefix].Task.Result;

    /// <param name="name">Service name of its telemetry.</param>
    /// <param name="program">Name of the program, as in <c>Gateway.Api</c>.</param>
    /// <param name="arguments">Arguments of the program.</param>
    /// <param name="address">Prefix of its address in the output.</param>
    /// <param name="prefixes">Prefixes of other lines to wait for.</param>
    public static async Task<ProgramProcess> StartAsync(
        string name,
        string program,
        IEnumerable<string> arguments,
        string address = "Now listening on: ",
        params string[] prefixes)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"{program}.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var running = new ProgramProcess(name, Process.Start(start)!, prefixes.Append(address));
        running.process.BeginOutputReadLine();
        await Task.WhenAll(running.awaited.Values.Select(said => said.Task)).WaitAsync(Limit);
        running.Client.BaseAddress = new Uri(running.ValueOf(address));
        return running;
    }

    public Task<JsonElement> GetAsync(string path) => Client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Kills the process with SIGKILL: nothing of it runs after this.</summary>
    public async Task KillAsync()
    {
        IsKilled = true;
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Stops the process with SIGTERM: it finishes its work in flight.</summary>
    public async Task StopAsync()
    {
        Assert.Equal(0, Kill(process.Id, SigTerm));
        await process.WaitForExitAsync().WaitAsync(Limit);
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Gets the end of the output, for the message of a failure.</summary>
    public override string ToString() => string.Join('\n', lines);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
        Client.Dispose();
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            foreach (var said in awaited.Values)
                said.TrySetException(new InvalidOperationException($"The program ended early:\n{this}"));
            return;
        }

        lines.Enqueue(line);
        while (lines.Count > KeptLines)
            lines.TryDequeue(out _);
        foreach (var (prefix, said) in awaited)
        {
            if (line.IndexOf(prefix, StringComparison.Ordinal) is var at and >= 0)
                said.TrySetResult(line[(at + prefix.Length)..]);
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
