using System.Diagnostics;
using Adapters.YouTubeSources.Processes;
using Extraction.Media;
using Extraction.Sources;
using Jobs.Failures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.Ffmpeg;

/// <summary>The ffmpeg program, one run a file.</summary>
internal sealed partial class FfmpegTool(ProcessRunner runner, IOptions<FfmpegOptions> options, ILogger<FfmpegTool> logger) : IMediaTool
{
    /// <summary>What it says of a file whose end it could not write.</summary>
    private static readonly string[] UnfinishedWords = ["Error writing trailer", "Error closing file"];

    private readonly FfmpegOptions options = options.Value;

    /// <summary>
    /// Looked for anew each time, so that one that is installed later is found: a look costs microseconds.
    /// </summary>
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
            OnStarted = process => ProcessMarker.Leave(work.Output, process),
        };
        return await runner.RunAsync(request, cancellationToken) switch
        {
            ProcessResult.Exited exited => WhyFailed(exited, work.Output),
            ProcessResult.TimedOut => new Failure(
                FailureKind.Transient,
                $"ffmpeg did not end within {options.Timeout.TotalSeconds:0.#} s and was stopped.",
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
    /// Not the exit code alone: ffmpeg 5 ends with 0 when the disk is full at the end of an mp4 or mp3, and leaves half
    /// a file. Its words are in English everywhere, as it never sets a locale.
    /// </summary>
    private Failure? WhyFailed(ProcessResult.Exited exited, string output)
    {
        if (exited.Code != 0 || exited.Error.Length > 0)
            Log.Said(logger, exited.Code, exited.Error.Trim());
        if (exited.Error.Contains("No space left", StringComparison.Ordinal) || exited.Error.Contains("Disk quota exceeded", StringComparison.Ordinal))
            return new Failure(
                FailureKind.Transient,
                "The disk has no room for the converted file: free some, or lower Media:MaxTotalBytes.",
                Code: MediaFailureCodes.DiskFull);
        if (UnfinishedWords.Any(words => exited.Error.Contains(words, StringComparison.Ordinal)))
            return new Failure(
                FailureKind.Transient,
                "ffmpeg could not write the converted file to its end: check the folder of Media:WorkPath.",
                Code: MediaFailureCodes.WorkFolder);

        // Other streams of the same video may be whole.
        if (exited.Code != 0)
            return new Failure(
                FailureKind.SourceBroken,
                $"ffmpeg could not read the downloaded streams (exit code {exited.Code}); the log has its words.");
        return File.Exists(output) ? null : new Failure(FailureKind.Transient, "ffmpeg ended without a file.");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "ffmpeg ended with {Code}: {Error}")]
        public static partial void Said(ILogger logger, int code, string error);
    }
}
