using System.Diagnostics;
using System.Text;
using Adapters.YouTubeSources.Processes;
using Extraction.Sources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.YtDlp.Serving;

/// <summary>
/// Runs yt-dlp: in a process that is kept for the next question where the installed program allows it, and otherwise
/// as a program of its own. Bounds the number of processes.
/// </summary>
internal sealed class YtDlpRunner(
    ProcessRunner programs, IOptions<YtDlpOptions> options, TimeProvider clock,
    ILogger<YtDlpRunner> logger) : IDisposable
{
    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(20);

    private const int MaxVersion = 64;

    private readonly YtDlpOptions options = options.Value;
    private readonly SemaphoreSlim places = new(options.Value.Processes);
    private readonly YtDlpServers servers = new(options.Value, clock, logger);
    private volatile KnownVersion? known;
    private int waiting;

    /// <summary>Number of questions that wait for a free process.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Runs yt-dlp with these arguments; waits for a free process first.</summary>
    /// <exception cref="OperationCanceledException">Canceled; the process was killed.</exception>
    public async Task<YtDlpOutcome> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (YtDlpInstallation.Find(options.Program) is not { } installation)
            return new YtDlpOutcome.Missing();
        if (!await TryEnterAsync(cancellationToken))
            return new YtDlpOutcome.Busy();
        try
        {
            return await servers.AskAsync(installation, arguments, VersionAsync, cancellationToken)
                ?? await RunOnceAsync(installation, arguments, cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Asks the program for its version, once for each installation.</summary>
    /// <returns>Null when it is missing or does not say.</returns>
    public async Task<string?> VersionAsync(CancellationToken cancellationToken)
    {
        if (YtDlpInstallation.Find(options.Program) is not { } installation)
            return null;
        if (known is { } last && last.Installation == installation)
            return last.Version;
        var request = new ProcessRequest(installation.Program, ["--ignore-config", "--version"])
        {
            Timeout = VersionTimeout,
        };
        if (await programs.RunAsync(request, cancellationToken) is not ProcessResult.Exited { Code: 0 } exited)
            return null;
        var version = SourceText.Line(Encoding.UTF8.GetString(exited.Output.Span).Trim(), MaxVersion);
        known = new KnownVersion(installation, version);
        return version;
    }

    public void Dispose()
    {
        servers.Dispose();
        places.Dispose();
    }

    private async ValueTask<bool> TryEnterAsync(CancellationToken cancellationToken)
    {
        if (places.Wait(TimeSpan.Zero, CancellationToken.None))
            return true;
        Interlocked.Increment(ref waiting);
        try
        {
            return await places.WaitAsync(options.QueueTimeout, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    private async Task<YtDlpOutcome> RunOnceAsync(
        YtDlpInstallation installation, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var request = new ProcessRequest(installation.Program, arguments)
        {
            Timeout = options.Timeout,
            MaxOutput = options.MaxOutput,
        };
        return await programs.RunAsync(request, cancellationToken) switch
        {
            ProcessResult.Exited exited => new YtDlpOutcome.Exited(exited.Code, exited.Output, exited.Error),
            ProcessResult.TimedOut => new YtDlpOutcome.TimedOut(),
            ProcessResult.TooMuchOutput => new YtDlpOutcome.TooMuchOutput(),
            ProcessResult.NotStarted notStarted => new YtDlpOutcome.Broke(
                $"could not be started: {notStarted.Reason}"),
            _ => throw new UnreachableException(),
        };
    }

    private sealed record KnownVersion(YtDlpInstallation Installation, string Version);
}
