using System.ComponentModel;
using System.Diagnostics;

namespace StandIn.Media;

/// <summary>Runs ffmpeg into a file that appears whole or not at all.</summary>
internal sealed partial class Ffmpeg(StandInOptions options, ILogger<Ffmpeg> logger) : IDisposable
{
    // Encoding is a matter of a second or so; a run that takes this long hangs.
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(1);

    // One at a time: x264 and libvpx use all processors by themselves.
    private readonly SemaphoreSlim turn = new(1);

    /// <returns>Whether the file is there; the reason is logged when not.</returns>
    public async Task<bool> MakeAsync(
        string target, Func<string, IReadOnlyList<string>> arguments, CancellationToken cancellationToken)
    {
        using var waitLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await turn.WaitAsync(cancellationToken);
        var unfinished = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (File.Exists(target))
                return true;
            waitLimit.CancelAfter(WaitLimit);
            Directory.CreateDirectory(options.MediaPath);
            if (!await RunAsync(arguments(unfinished), waitLimit.Token))
                return false;
            File.Move(unfinished, target, overwrite: true);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, $"it took longer than {WaitLimit.TotalSeconds:0} s");
            return false;
        }
        catch (Exception error) when (error is Win32Exception or IOException or UnauthorizedAccessException)
        {
            Log.Failed(logger, error.Message);
            return false;
        }
        finally
        {
            File.Delete(unfinished);
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<bool> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(options.Ffmpeg,
            ["-nostdin", "-v", "error", "-y", .. arguments]) { RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new Win32Exception("The program did not start.");
        try
        {
            var said = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode == 0)
                return true;
            Log.Failed(logger, said.Trim());
            return false;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "ffmpeg made no media, so streams are only bytes: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
