using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Bench.Fleet;

/// <summary>One of the product's programs as a process of its own; ended by its id, and never left behind.</summary>
internal sealed class ManagedProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int KeptLines = 30;

    // The drain of the work in flight and what comes after it, at their defaults.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource<string> said = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? awaited;

    private ManagedProcess(string name, ProcessStartInfo start, string? awaited)
    {
        (Name, this.awaited) = (name, awaited);
        StartedAt = Stopwatch.GetTimestamp();
        process = Process.Start(start) ?? throw new InvalidOperationException($"{name} could not be started.");
        process.OutputDataReceived += (_, line) => OnLine(line.Data);
        process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Name { get; }

    /// <summary>As <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long StartedAt { get; }

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    /// <param name="name">What reports call it.</param>
    /// <param name="program">Name such as <c>Gateway.Api</c>, in the folder of this program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="settings">Its configuration, as <c>Data:Path</c>.</param>
    /// <param name="awaited">The beginning of a line that <see cref="SaidAsync"/> waits for.</param>
    public static ManagedProcess Start(
        string name, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings,
        string? awaited = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = AppContext.BaseDirectory, RedirectStandardOutput = true, RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"{program}.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new ManagedProcess(name, start, awaited);
    }

    /// <summary>Rest of the line that started with the awaited prefix.</summary>
    public Task<string> SaidAsync(TimeSpan within, CancellationToken cancellationToken) =>
        said.Task.WaitAsync(within, cancellationToken);

    /// <summary>Resources used since the start; zero once the process has ended.</summary>
    public Usage Usage()
    {
        try
        {
            process.Refresh();
            return new Usage(process.TotalProcessorTime, process.WorkingSet64, process.PeakWorkingSet64);
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    /// <summary>SIGKILL, or what the system has for it: nothing of the process runs after this.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to end and kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited && (OperatingSystem.IsWindows() || Kill(process.Id, SigTerm) != 0))
            process.Kill();
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    /// <summary>The end of its output.</summary>
    public override string ToString() => string.Join('\n', lines);

    private void OnLine(string? line)
    {
        if (line is null)
        {
            said.TrySetException(new InvalidOperationException($"{Name} ended before it was ready:\n{this}"));
            return;
        }

        lines.Enqueue(line);
        while (lines.Count > KeptLines)
            lines.TryDequeue(out _);
        if (awaited is not null && line.IndexOf(awaited, StringComparison.Ordinal) is var at and >= 0)
            said.TrySetResult(line[(at + awaited.Length)..].Trim());
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}

/// <param name="Processor">Processor time, of all cores together.</param>
/// <param name="Memory">Bytes resident now.</param>
/// <param name="PeakMemory">Bytes resident at most.</param>
internal readonly record struct Usage(TimeSpan Processor, long Memory, long PeakMemory);
