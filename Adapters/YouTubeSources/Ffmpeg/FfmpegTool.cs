using System.Diagnostics;
using Adapters.YouTubeSources.Processes;
using Extraction.Media;
using Extraction.Sources;
using Jobs.Failures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.Ffmpeg;

/// <summary>Runs the ffmpeg program, once per file.</summary>
internal sealed partial class FfmpegTool(
    ProcessRunner runner, IOptions<FfmpegOptions> options, ILogger<FfmpegTool> logger) : IMediaTool
{
    /// <summary>ffmpeg's messages about a file whose end could not be written.</summary>
    private static readonly string[] Unfinished = ["Error writing trailer", "Error closing file"];

    private const int MaxLogged = 2_000;

    private static readonly string[] NoRoom = ["No space left", "Disk quota exceeded"];

    private readonly FfmpegOptions options = options.Value;

    /// <summary>
    /// Looks the program up each time, so that one installed later is found; a lookup takes microseconds.
    /// </summary>
    public ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(ProgramFinder.Find(options.Program) is { } program
            ? new SourceReadiness(true, program)
            : new SourceReadiness(
                false,
                $"The program {options.Program} was not found: install ffmpeg, "
                + $"or set {FfmpegOptions.Section}:Program to its path."));

    public async Task<Failure?> RunAsync(MediaWork work, Action<double> progress, CancellationToken cancellationToken)
    {
        var readiness = await ReadinessAsync(cancellationToken);
        if (!readiness.IsReady)
            return new Failure(FailureKind.Unavailable, readiness.Detail!, Code: MediaFailureCodes.NeedsFfmpeg);

        var request = new ProcessRequest(readiness.Detail!, FfmpegArguments.For(work, options))
        {
            Timeout = options.Timeout,
            OnOutput = new FfmpegProgress(work.Duration, progress).Read,
            OnStarted = process => ProcessMarker.Leave(work.Output, process),
        };
        return await runner.RunAsync(request, cancellationToken) switch
        {
            ProcessResult.Exited exited => FailureOf(exited, work),
            ProcessResult.TimedOut => new Failure(
                FailureKind.Transient,
                $"ffmpeg did not finish within {options.Timeout.TotalSeconds:0.#} s and was stopped.",
                Code: FailureCodes.TimedOut),
            ProcessResult.TooMuchOutput => new Failure(
                FailureKind.Transient, "ffmpeg wrote too many messages and was stopped."),
            ProcessResult.NotStarted notStarted => new Failure(
                FailureKind.Unavailable,
                $"ffmpeg could not be started: {notStarted.Reason}",
                Code: MediaFailureCodes.NeedsFfmpeg),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>
    /// Reads the messages as well as the exit code: ffmpeg 5 exits with 0 and leaves half a file when the disk fills up
    /// at the end of an mp4 or mp3. Its messages are always in English because it never sets a locale.
    /// </summary>
    private Failure? FailureOf(ProcessResult.Exited exited, MediaWork work)
    {
        if (exited.Code != 0 || exited.Error.Length > 0)
            Log.Exited(logger, exited.Code, SourceText.Line(exited.Error.Trim(), MaxLogged));
        if (Array.Exists(NoRoom, message => exited.Error.Contains(message, StringComparison.Ordinal)))
        {
            return new Failure(
                FailureKind.Transient,
                "The disk has no room for the converted file: free some space, or lower Media:MaxTotalBytes.",
                Code: MediaFailureCodes.DiskFull);
        }

        if (Array.Exists(Unfinished, message => exited.Error.Contains(message, StringComparison.Ordinal)))
        {
            return new Failure(
                FailureKind.Transient,
                "ffmpeg could not finish writing the converted file: check the folder of Media:WorkPath.",
                Code: MediaFailureCodes.WorkFolder);
        }

        // Other streams of the same video may be intact.
        if (exited.Code != 0)
        {
            return new Failure(
                FailureKind.SourceBroken,
                $"ffmpeg could not read the downloaded streams (exit code {exited.Code}); see the log for details.");
        }

        var output = new FileInfo(work.Output);
        if (!output.Exists)
            return new Failure(FailureKind.Transient, "ffmpeg exited without a file.");
        return output.Length <= work.MaxBytes
            ? null
            : new Failure(
                FailureKind.Unavailable,
                $"The converted file has more than the {work.MaxBytes} bytes of Media:MaxBytes: "
                + "request a smaller one, or raise the limit.",
                Code: MediaFailureCodes.TooLarge);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "ffmpeg exited with {Code}: {Error}")]
        public static partial void Exited(ILogger logger, int code, string error);
    }
}
