using System.Text;
using System.Text.Json;

namespace Adapters.YouTubeSources.YtDlp.Serving;

/// <summary>
/// Represents a process of <c>yt_dlp_server.py</c>, which runs yt-dlp for one question after another. Used for one
/// question at a time. The process ends when its standard input closes, so it never outlives this one.
/// </summary>
internal sealed class YtDlpServer : IDisposable
{
    /// <summary>The module with all extractors takes seconds to import on a busy machine.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan MemoryInterval = TimeSpan.FromSeconds(1);

    private readonly ServerProcess process;
    private readonly YtDlpOptions options;
    private readonly TimeProvider clock;
    private readonly AnswerStream answers;
    private FileStamp module;
    private bool isBroken;

    private YtDlpServer(ServerProcess process, YtDlpInstallation installation, YtDlpOptions options, TimeProvider clock)
    {
        (this.process, this.options, this.clock) = (process, options, clock);
        Installation = installation;
        answers = new AnswerStream(process.Output);
        IdleSince = clock.GetUtcNow();
    }

    public YtDlpInstallation Installation { get; }

    public int ProcessId => process.Id;

    /// <summary>Version of the module.</summary>
    public string? Version { get; private set; }

    /// <summary>Number of answered questions.</summary>
    public int Answered { get; private set; }

    public DateTimeOffset IdleSince { get; private set; }

    /// <summary>Starts a process and waits until it has imported yt-dlp.</summary>
    /// <returns>The server, or the reason why there is none.</returns>
    /// <exception cref="OperationCanceledException">Canceled; the process was killed.</exception>
    public static async Task<(YtDlpServer? Server, string Why)> StartAsync(
        YtDlpInstallation installation,
        PythonCommand python,
        YtDlpOptions options,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var (process, why) = ServerProcess.Start(installation, python, clock);
        if (process is null)
            return (null, why);

        var server = new YtDlpServer(process, installation, options, clock);
        try
        {
            return await server.HelloAsync(cancellationToken) is { } problem ? (null, problem) : (server, "");
        }
        finally
        {
            if (server.Version is null)
                server.Dispose();
        }
    }

    /// <summary>Runs yt-dlp with these arguments.</summary>
    /// <exception cref="OperationCanceledException">Canceled; the process was killed.</exception>
    public async Task<YtDlpOutcome> AskAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        isBroken = true;
        try
        {
            var outcome = await WatchAsync(ExchangeAsync(arguments), ended.Token);
            if (isBroken)
                Kill();
            IdleSince = clock.GetUtcNow();
            return outcome;
        }
        catch (OperationCanceledException)
        {
            Kill();
            cancellationToken.ThrowIfCancellationRequested();
            return new YtDlpOutcome.TimedOut();
        }
    }

    /// <summary>
    /// Checks whether the process can take another question: it is healthy, has not answered too many or grown too
    /// large, and the module it has imported is the one that is installed.
    /// </summary>
    public bool IsUsable() =>
        !isBroken && !process.HasExited && Answered < options.MaxRunsPerProcess
            && !process.IsLargerThan(options.MaxProcessMemory)
        && FileStamp.Of(module.Path) == module;

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    /// <returns>The reason why the server cannot be used; null when it can.</returns>
    private async Task<string?> HelloAsync(CancellationToken cancellationToken)
    {
        try
        {
            var hello = await answers.ReadAsync(ServerJson.Default.ServerHello)
                .WaitAsync(StartTimeout, clock, cancellationToken);
            if (hello is not { Version: { } version, File: { } file })
                return await process.HowItEndedAsync();
            module = FileStamp.Of(file);
            Version = version;
            return null;
        }
        catch (TimeoutException)
        {
            return $"it was not ready within {StartTimeout.TotalSeconds:0} s";
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return error.Message;
        }
    }

    /// <summary>Waits for an answer, and ends a process that grows too large before it comes.</summary>
    private async Task<YtDlpOutcome> WatchAsync(Task<YtDlpOutcome> exchange, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(exchange, Task.Delay(MemoryInterval, clock, cancellationToken)) != exchange)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (process.IsLargerThan(options.MaxProcessMemory))
            {
                return new YtDlpOutcome.Broke(
                    $"used more than {options.MaxProcessMemory / (1024 * 1024)} MB of memory");
            }
        }

        return await exchange;
    }

    private async Task<YtDlpOutcome> ExchangeAsync(IReadOnlyList<string> arguments)
    {
        try
        {
            var request = new ServerRequest(Answered + 1, arguments, options.Timeout.TotalSeconds);
            var line = JsonSerializer.SerializeToUtf8Bytes(request, ServerJson.Default.ServerRequest);
            await process.Input.WriteAsync((byte[])[.. line, (byte)'\n']);
            await process.Input.FlushAsync();
            if (await answers.ReadAsync(ServerJson.Default.ServerAnswer) is not { } answer
                || answer.Id != request.Id || answer.Out < 0 || answer.Err is < 0 or > ServerProcess.MaxError)
            {
                return new YtDlpOutcome.Broke(await process.HowItEndedAsync());
            }

            if (answer.Out > options.MaxOutput)
                return new YtDlpOutcome.TooMuchOutput();
            var output = await answers.ReadAsync(answer.Out);
            var error = Encoding.UTF8.GetString(await answers.ReadAsync(answer.Err));
            Answered++;
            isBroken = answer.Fault;
            return new YtDlpOutcome.Exited(answer.Code, output, error);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return new YtDlpOutcome.Broke(await process.HowItEndedAsync());
        }
    }

    private void Kill()
    {
        isBroken = true;
        process.Kill();
    }
}
