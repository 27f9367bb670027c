using Microsoft.Extensions.Logging;

namespace Adapters.YouTubeSources.YtDlp.Serving;

/// <summary>
/// Keeps processes of yt-dlp for the next question. A process is replaced when it breaks, has answered many questions,
/// has grown, or was started before an update; one that waits for long is ended. Thread-safe. The caller bounds the
/// number of questions at a time, and with it the number of processes.
/// </summary>
internal sealed partial class YtDlpServers : IDisposable
{
    /// <summary>Time after which a program that could not be imported is tried again without an update.</summary>
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Stack<YtDlpServer> idle = new();
    private readonly YtDlpOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly ITimer sweep;
    private (YtDlpInstallation Installation, DateTimeOffset Until)? refused;
    private bool isDisposed;

    public YtDlpServers(YtDlpOptions options, TimeProvider clock, ILogger logger)
    {
        (this.options, this.clock, this.logger) = (options, clock, logger);
        sweep = clock.CreateTimer(
            _ => Sweep(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks a kept process, or a new one.</summary>
    /// <param name="installation">The installed program.</param>
    /// <param name="arguments">Arguments of the run.</param>
    /// <param name="readVersion">Asks the program itself for its version.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>Null when this program can only be run once per question.</returns>
    public async Task<YtDlpOutcome?> AskAsync(
        YtDlpInstallation installation,
        IReadOnlyList<string> arguments,
        Func<CancellationToken, Task<string?>> readVersion,
        CancellationToken cancellationToken)
    {
        if (!options.KeepRunning || IsRefused(installation))
            return null;
        if (Take(installation) is not { } server)
        {
            (server, var why) = await StartAsync(installation, readVersion, cancellationToken);
            if (server is null)
            {
                Refuse(installation, why);
                return null;
            }
        }

        try
        {
            var outcome = await server.AskAsync(arguments, cancellationToken);
            if (outcome is not YtDlpOutcome.Broke { Reason: var reason } || server.Answered > 0)
                return outcome;
            Refuse(installation, reason);
            return null;
        }
        finally
        {
            Return(server);
        }
    }

    public void Dispose()
    {
        YtDlpServer[] last;
        lock (gate)
        {
            isDisposed = true;
            last = [.. idle];
            idle.Clear();
        }

        sweep.Dispose();
        foreach (var server in last)
            server.Dispose();
    }

    /// <summary>Starts a process, and checks that it has imported the module that the program itself uses.</summary>
    private async Task<(YtDlpServer? Server, string Why)> StartAsync(
        YtDlpInstallation installation,
        Func<CancellationToken, Task<string?>> readVersion,
        CancellationToken cancellationToken)
    {
        if (PythonCommand.TryRead(installation.Program) is not { } python)
            return (null, "it is not a script or archive of an installed Python");
        var (server, why) = await YtDlpServer.StartAsync(installation, python, options, clock, cancellationToken);
        if (server is null)
            return (null, why);
        Log.Started(logger, server.ProcessId, server.Version!);
        string? version = null;
        try
        {
            version = await readVersion(cancellationToken);
        }
        finally
        {
            if (version != server.Version)
                End(server);
        }

        return version == server.Version
            ? (server, "")
            : (null, $"it is version {version ?? "unknown"}, and its Python imports version {server.Version}");
    }

    /// <summary>Takes the process that was used last; the others become idle enough to be ended.</summary>
    private YtDlpServer? Take(YtDlpInstallation installation)
    {
        while (true)
        {
            YtDlpServer? server;
            lock (gate)
            {
                if (!idle.TryPop(out server))
                    return null;
            }

            if (server.Installation == installation && server.IsUsable())
                return server;
            End(server);
        }
    }

    private void Return(YtDlpServer server)
    {
        if (server.IsUsable())
        {
            lock (gate)
            {
                if (!isDisposed)
                {
                    idle.Push(server);
                    sweep.Change(options.IdleTimeout, Timeout.InfiniteTimeSpan);
                    return;
                }
            }
        }

        End(server);
    }

    private void Sweep()
    {
        var before = clock.GetUtcNow() - options.IdleTimeout;
        YtDlpServer[] ending;
        lock (gate)
        {
            if (isDisposed)
                return;
            ending = [.. idle.Where(server => server.IdleSince <= before)];
            YtDlpServer[] staying = [.. idle.Except(ending).Reverse()];
            idle.Clear();
            foreach (var server in staying)
                idle.Push(server);
            if (staying.Length > 0)
                sweep.Change(options.IdleTimeout, Timeout.InfiniteTimeSpan);
        }

        foreach (var server in ending)
            End(server);
    }

    private void End(YtDlpServer server)
    {
        Log.Ended(logger, server.ProcessId, server.Answered);
        server.Dispose();
    }

    private bool IsRefused(YtDlpInstallation installation)
    {
        lock (gate)
            return refused is var (known, until) && known == installation && clock.GetUtcNow() < until;
    }

    private void Refuse(YtDlpInstallation installation, string why)
    {
        lock (gate)
        {
            if (refused is var (known, until) && known == installation && clock.GetUtcNow() < until)
                return;
            refused = (installation, clock.GetUtcNow() + TryAgainAfter);
        }

        Log.Refused(logger, installation.Program, why);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Started yt-dlp {Version} as process {ProcessId}")]
        public static partial void Started(ILogger logger, int processId, string version);

        [LoggerMessage(2, LogLevel.Debug, "Ended yt-dlp process {ProcessId} after {Answered} runs")]
        public static partial void Ended(ILogger logger, int processId, int answered);

        [LoggerMessage(3, LogLevel.Warning,
            "{Program} cannot be kept running, so each question starts it: {Reason}")]
        public static partial void Refused(ILogger logger, string program, string reason);
    }
}
