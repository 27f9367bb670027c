using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Adapters.YouTubeSources.Processes;
using Extraction.Links;
using Extraction.Lists;
using Extraction.Media;
using Extraction.Sources;
using Jobs.Failures;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.YtDlp;

/// <summary>The yt-dlp program, one run a question.</summary>
internal sealed class YtDlpSource(ProcessRunner runner, IOptions<YtDlpOptions> options, TimeProvider clock)
    : IMediaSource, IListSource, IDisposable
{
    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan WhenBusy = TimeSpan.FromSeconds(1);

    private readonly YtDlpOptions options = options.Value;
    private readonly SemaphoreSlim slots = new(options.Value.MaxProcesses);
    private string? version;

    public string Name => SourceNames.YtDlp;

    public RequestBudget Budget { get; } = new(options.Value.RequestsPerMinute, clock);

    public async ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken)
    {
        if (ProgramFinder.Find(options.Program) is not { } program)
            return new SourceReadiness(false, $"The program {options.Program} is not there: install yt-dlp, or set {YtDlpOptions.Section}:Program to its path.");
        var result = await runner.RunAsync(
            new ProcessRequest(program, ["--ignore-config", "--version"]) { Timeout = VersionTimeout }, cancellationToken);
        if (result is not ProcessResult.Exited { Code: 0, Output: var output })
            return new SourceReadiness(false, $"{program} --version did not work: install yt-dlp again.");

        version = System.Text.Encoding.UTF8.GetString(output.Span).Trim();
        return new SourceReadiness(true, version);
    }

    public async Task<SourceResult> GetAsync(VideoId id, CancellationToken cancellationToken)
    {
        var (info, failed) = await AskAsync(
            YtDlpArguments.For(id, options), YtDlpJson.Default.YtDlpInfo, cancellationToken);
        return failed is not null ? failed
            : YtDlpVideo.TryMake(info!, version, clock.GetUtcNow()) is { } video ? new SourceResult.Found(video)
            : new SourceResult.Failed(FailureKind.SourceBroken, "yt-dlp wrote no title for the video: update yt-dlp.");
    }

    public async Task<MediaResult> GetMediaAsync(VideoId id, CancellationToken cancellationToken)
    {
        var (info, failed) = await AskAsync(
            YtDlpArguments.For(id, options), YtDlpJson.Default.YtDlpInfo, cancellationToken);
        return failed is not null ? new MediaResult.Failed(failed) : new MediaResult.Found(YtDlpMedia.Make(info!));
    }

    public async Task<ListResult> GetListAsync(
        ListAddress list, int skip, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(list);
        var (info, failed) = await AskAsync(
            YtDlpArguments.For(list, skip, count + 1, options), YtDlpListJson.Default.YtDlpList, cancellationToken);
        return failed is not null ? new ListResult.Failed(failed) : new ListResult.Found(info!.Page(count));
    }

    public void Dispose() => slots.Dispose();

    private async Task<(T? Info, SourceResult.Failed? Failed)> AskAsync<T>(
        IReadOnlyList<string> arguments, JsonTypeInfo<T> form, CancellationToken cancellationToken)
        where T : class
    {
        if (ProgramFinder.Find(options.Program) is not { } program)
            return (null, new SourceResult.Failed(
                FailureKind.SourceBroken, $"The program {options.Program} is gone: install yt-dlp again."));
        if (!await slots.WaitAsync(options.QueueTimeout, cancellationToken))
            return (null, new SourceResult.Failed(
                FailureKind.RateLimited,
                $"All {options.MaxProcesses} runs of yt-dlp are busy.",
                WhenBusy,
                SourceFailureCodes.SourceBusy));
        try
        {
            var request = new ProcessRequest(program, arguments)
            {
                Timeout = options.Timeout,
                MaxOutput = options.MaxOutput,
            };
            return Read(await runner.RunAsync(request, cancellationToken), form);
        }
        finally
        {
            slots.Release();
        }
    }

    private (
        T? Info, SourceResult.Failed? Failed) Read<T>(ProcessResult result, JsonTypeInfo<T> form) where T : class =>
        result switch
    {
        ProcessResult.Exited { Code: 0 } exited => Parse(exited.Output, form),
        ProcessResult.Exited exited => (null, new SourceResult.Failed(YtDlpErrors.Classify(exited.Error, exited.Code))),
        ProcessResult.TimedOut => Failed<T>(
            FailureKind.Transient, $"yt-dlp did not end within {options.Timeout.TotalSeconds:0} s."),
        ProcessResult.TooMuchOutput => Failed<T>(
            FailureKind.SourceBroken, $"yt-dlp wrote more than {options.MaxOutput} bytes."),
        ProcessResult.NotStarted notStarted => Failed<T>(
            FailureKind.SourceBroken, $"yt-dlp could not be started: {notStarted.Reason}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static (T? Info, SourceResult.Failed? Failed) Parse<T>(ReadOnlyMemory<byte> output, JsonTypeInfo<T> form) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(output.Span, form) is { } info
                ? (info, null)
                : Failed<T>(FailureKind.SourceBroken, "yt-dlp wrote nothing: update yt-dlp.");
        }
        catch (JsonException)
        {
            return Failed<T>(FailureKind.SourceBroken, "yt-dlp wrote something that is not its JSON: update yt-dlp.");
        }
    }

    private static (T? Info, SourceResult.Failed? Failed) Failed<T>(FailureKind kind, string reason) where T : class =>
        (null, new SourceResult.Failed(kind, reason));
}
