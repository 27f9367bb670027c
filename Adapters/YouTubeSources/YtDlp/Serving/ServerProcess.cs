using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Adapters.YouTubeSources.Processes;
using Extraction.Sources;

namespace Adapters.YouTubeSources.YtDlp.Serving;

/// <summary>The process of a <see cref="YtDlpServer"/>: its streams, its memory, its last words, and its end.</summary>
internal sealed class ServerProcess : IDisposable
{
    public const int MaxError = 64 * 1024;

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(2);

    private readonly Process process;
    private readonly TimeProvider clock;
    private readonly BoundedBuffer messages = new(MaxError, keepsEnd: true);
    private readonly Task reading;

    private ServerProcess(Process process, TimeProvider clock)
    {
        (this.process, this.clock) = (process, clock);
        reading = Task.Run(ReadMessagesAsync);
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public Stream Input => process.StandardInput.BaseStream;

    public Stream Output => process.StandardOutput.BaseStream;

    private static string Script => Path.Combine(AppContext.BaseDirectory, "yt_dlp_server.py");

    /// <returns>The process, or the reason why there is none.</returns>
    public static (ServerProcess? Process, string Why) Start(
        YtDlpInstallation installation, PythonCommand python, TimeProvider clock)
    {
        var process = new Process { StartInfo = StartInfo(installation, python) };
        try
        {
            process.Start();
            return (new ServerProcess(process, clock), "");
        }
        catch (Win32Exception error)
        {
            process.Dispose();
            return (null, error.Message);
        }
    }

    public bool IsLargerThan(long bytes)
    {
        try
        {
            process.Refresh();
            return process.WorkingSet64 > bytes;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Describes a process that sent no readable answer.</summary>
    public async Task<string> HowItEndedAsync()
    {
        try
        {
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(EndTimeout, clock);
            await reading.WaitAsync(EndTimeout, clock);
            var last = messages.Text
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .LastOrDefault();
            var code = process.ExitCode.ToString(CultureInfo.InvariantCulture);
            return last is null ? $"ended with exit code {code}" : $"ended with exit code {code}: {Cut(last)}";
        }
        catch (TimeoutException)
        {
            return "wrote something other than an answer";
        }
        catch (InvalidOperationException)
        {
            return "was stopped";
        }
    }

    private static string Cut(string text) => SourceText.Line(text, 300);

    private async Task ReadMessagesAsync()
    {
        var chunk = new byte[4 * 1024];
        try
        {
            while (await process.StandardError.BaseStream.ReadAsync(chunk) is var read and > 0)
                messages.Add(chunk.AsSpan(0, read));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process was killed.
        }
    }

    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // The process or a child exited on its own in the meantime.
        }
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    private static ProcessStartInfo StartInfo(YtDlpInstallation installation, PythonCommand python)
    {
        var start = new ProcessStartInfo(python.Interpreter)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (IEnumerable<string>)[.. python.Arguments, Script, installation.Program])
            start.ArgumentList.Add(argument);
        return start;
    }
}
