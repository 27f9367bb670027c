using System.Diagnostics;

namespace AppHost.Processes;

/// <summary>
/// Represents a running process. Its standard input is a pipe that ends when this program stops it or has ended itself,
/// and <c>Host:StopAtInputEnd</c> makes that its signal to stop.
/// </summary>
internal sealed class Child : IDisposable
{
    public const string StopAtInputEnd = "Host__StopAtInputEnd";

    /// <summary>Maximum wait for the last output of a process that has ended: others may hold its pipes.</summary>
    private static readonly TimeSpan OutputLimit = TimeSpan.FromSeconds(1);

    private readonly Process process;
    private readonly Task output;

    private Child(Process process, Action<string> onLine)
    {
        this.process = process;
        output = Task.WhenAll(
            Lines.ReadAsync(process.StandardOutput, onLine), Lines.ReadAsync(process.StandardError, onLine));
        Ended = EndAsync();
    }

    public int Id => process.Id;

    /// <summary>Completes with the exit code.</summary>
    public Task<int> Ended { get; }

    /// <param name="start">The program.</param>
    /// <param name="onLine">Receives each line of output and errors.</param>
    public static Child Start(ProcessStartInfo start, Action<string> onLine)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment[StopAtInputEnd] = bool.TrueString;

        // The AppHost's launch profile has the addresses of Aspire's dashboard; each process has its own.
        start.Environment.Remove("ASPNETCORE_URLS");
        return new Child(Process.Start(start)!, onLine);
    }

    /// <summary>Asks the process to stop, and kills it with its children if it does not in time.</summary>
    /// <returns>False if it was killed.</returns>
    public async Task<bool> StopAsync(TimeSpan limit)
    {
        CloseInput();
        try
        {
            await Ended.WaitAsync(limit);
            return true;
        }
        catch (TimeoutException)
        {
            Kill();
            await Ended;
            return false;
        }
    }

    public void Kill()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    private void CloseInput()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process has closed its end.
        }
    }

    private async Task<int> EndAsync()
    {
        await process.WaitForExitAsync();
        await Task.WhenAny(output, Task.Delay(OutputLimit));
        return process.ExitCode;
    }
}
