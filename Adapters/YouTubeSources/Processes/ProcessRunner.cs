using System.ComponentModel;
using System.Diagnostics;

namespace Adapters.YouTubeSources.Processes;

/// <summary>
/// Runs programs with standard input closed and with bounded output and time. No child process outlives a timeout or a
/// cancellation.
/// </summary>
public sealed class ProcessRunner(TimeProvider clock)
{
    /// <summary>Maximum wait for the pipes of a killed program, which an escaped child may hold open.</summary>
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(2);

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="OperationCanceledException">Canceled; the program and its children were killed.</exception>
    public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = StartInfo(request) };
        try
        {
            process.Start();
        }
        catch (Win32Exception why)
        {
            return new ProcessResult.NotStarted(why.Message);
        }

        request.OnStarted?.Invoke(process);
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(request.Timeout, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var output = new BoundedBuffer(request.MaxOutput, keepsEnd: false);
        var error = new BoundedBuffer(request.MaxError, keepsEnd: true);
        var reading = Task.WhenAll(
            request.OnOutput is { } consume
                ? HandOverAsync(process.StandardOutput.BaseStream, consume, ended.Token)
                : ReadAsync(process.StandardOutput.BaseStream, output, ended),
            ReadAsync(process.StandardError.BaseStream, error, ended));
        try
        {
            await reading.WaitAsync(ended.Token);
            await process.WaitForExitAsync(ended.Token);
            return new ProcessResult.Exited(process.ExitCode, output.Content, error.Text);
        }
        catch (OperationCanceledException)
        {
            await KillAsync(process, reading);
            cancellationToken.ThrowIfCancellationRequested();
            return output.IsOverfull ? new ProcessResult.TooMuchOutput() : new ProcessResult.TimedOut(error.Text);
        }
    }

    private static ProcessStartInfo StartInfo(ProcessRequest request)
    {
        var start = new ProcessStartInfo(request.Program)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = request.WorkingDirectory ?? "",
        };
        foreach (var argument in request.Arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    private static async Task ReadAsync(Stream from, BoundedBuffer to, CancellationTokenSource ended)
    {
        var chunk = new byte[16 * 1024];
        while (await from.ReadAsync(chunk, ended.Token) is var read and > 0)
        {
            to.Add(chunk.AsSpan(0, read));
            if (to.IsOverfull)
                await ended.CancelAsync();
        }
    }

    private static async Task HandOverAsync(
        Stream from, Action<ReadOnlySpan<byte>> consume, CancellationToken cancellationToken)
    {
        var chunk = new byte[4 * 1024];
        while (await from.ReadAsync(chunk, cancellationToken) is var read and > 0)
            consume(chunk.AsSpan(0, read));
    }

    private async Task KillAsync(Process process, Task reading)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // The program or a child exited on its own in the meantime.
        }

        try
        {
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(AfterKill, clock);
            await reading.WaitAsync(AfterKill, clock);
        }
        catch (Exception error) when (error is OperationCanceledException or TimeoutException or IOException)
        {
            // The reads were canceled, as intended.
        }
    }
}
