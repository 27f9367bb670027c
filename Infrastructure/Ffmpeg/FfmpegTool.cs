using System.Diagnostics;
using Extraction.Media;
using Extraction.Sources;
using Infrastructure.Processes;
using Jobs.Failures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Infrastructure.Ffmpeg;

/// <summary>The ffmpeg program, one run a file.</summary>
internal sealed partial class FfmpegTool(ProcessRunner runner, IOptions<FfmpegOptions> options, ILogger<FfmpegTool> logger) : IMediaTool
{
    private readonly FfmpegOptions options = options.Value;

    /// <summary>Looked for anew each time, so that one that is installed later is found: a look costs microseconds.</summary>
    public ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(ProgramFinder.Find(options.Program) is { } program
            ? new SourceReadiness(true, program)
            : new SourceReadiness(false, $"The program {options.Program} is not there: install ffmpeg, or set {FfmpegOptions.Section}:Program to its path."));

    public async Task<Failure?> RunAsync(MediaWork work, Action<double> progress, CancellationToken cancellationToken)
    {
        var readiness = await ReadinessAsync(cancellationToken);
        if (!readiness.IsReady)
            return new Failure(FailureKind.Unavailable, readiness.Detail!, Code: MediaFailureCodes.NeedsFfmpeg);

        var request = new ProcessRequest(readiness.Detail!, FfmpegArguments.For(work, options))
        {
            Timeout = options.Timeout,
            OnOutput = new FfmpegProgress(work.Duration, progress).Read,
        };
        return await runner.RunAsync(request, cancellationToken) switch
        {
            ProcessResult.Exited { Code: 0 } => File.Exists(work.Output)
                ? null
                : new Failure(FailureKind.Transient, "ffmpeg ended without a file."),
            ProcessResult.Exited exited => Failed(exited),
            ProcessResult.TimedOut => new Failure(FailureKind.Transient, $"ffmpeg did not end within {options.Timeout.TotalSeconds:0.#} s and was stopped.", Code: FailureCodes.TimedOut),
            ProcessResult.TooMuchOutput => new Failure(FailureKind.Transient, "ffmpeg wrote too many messages and was stopped."),
            ProcessResult.NotStarted notStarted => new Failure(FailureKind.Unavailable, $"ffmpeg could not be started: {notStarted.Reason}", Code: MediaFailureCodes.NeedsFfmpeg),
            _ => throw new UnreachableException(),
        };
    }

    private Failure Failed(ProcessResult.Exited exited)
    {
        Log.Failed(logger, exited.Code, exited.Error.Trim());
        return exited.Error.Contains("No space left", StringComparison.OrdinalIgnoreCase)
            ? new Failure(FailureKind.Transient, "The disk has no room for the converted file: free some, or lower Media:MaxTotalBytes.", Code: MediaFailureCodes.DiskFull)

            // Other streams of the same video may be whole.
            : new Failure(FailureKind.SourceBroken, $"ffmpeg could not read the downloaded streams (exit code {exited.Code}); the log has its words.");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "ffmpeg ended with {Code}: {Error}")]
        public static partial void Failed(ILogger logger, int code, string error);
    }
}
