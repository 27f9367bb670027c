using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Adapters.YouTubeSources.Processes;
using Extraction.Links;
using Extraction.Lists;
using Extraction.Media;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.YtDlp;

/// <summary>Runs the yt-dlp program, once per question.</summary>
internal sealed class YtDlpSource(ProcessRunner runner, IOptions<YtDlpOptions> options, TimeProvider clock)
    : IMediaSource, IListSource, IDisposable
{
    public const string SourceName = "yt-dlp";

    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan WhenBusy = TimeSpan.FromSeconds(1);

    private readonly YtDlpOptions options = options.Value;
    private readonly SemaphoreSlim slots = new(options.Value.MaxProcesses);
    private string? version;

    public string Name => SourceName;

    public RequestBudget Budget { get; } = new(options.Value.RequestsPerMinute, clock);

    public async ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken)
    {
        if (ProgramFinder.Find(options.Program) is not { } program)
        {
            return new SourceReadiness(
                false,
                $"The program {options.Program} was not found: install yt-dlp, "
                + $"or set {YtDlpOptions.Section}:Program to its path.");
        }

        var request = new ProcessRequest(program, ["--ignore-config", "--version"]) { Timeout = VersionTimeout };
        if (await runner.RunAsync(request, cancellationToken) is not ProcessResult.Exited { Code: 0 } exited)
            return new SourceReadiness(false, $"{program} --version failed: reinstall yt-dlp.");

        version = Encoding.UTF8.GetString(exited.Output.Span).Trim();
        return new SourceReadiness(true, version);
    }

    public async Task<SourceAnswer<Video>> GetAsync(VideoId id, CancellationToken cancellationToken)
    {
        var answer = await AskAboutAsync(id, cancellationToken);
        if (!answer.TryGet(out var info, out var why))
            return why;
        return YtDlpVideo.TryMake(info, version, clock.GetUtcNow()) is { } video
            ? video
            : new SourceFailure(
                FailureKind.SourceBroken, "yt-dlp returned no title for the video: update yt-dlp.");
    }

    public async Task<SourceAnswer<MediaManifest>> GetMediaAsync(VideoId id, CancellationToken cancellationToken)
    {
        var answer = await AskAboutAsync(id, cancellationToken);
        return answer.TryGet(out var info, out var why) ? YtDlpMedia.Make(info) : why;
    }

    public async Task<SourceAnswer<ListPage>> GetListAsync(
        ListAddress list, int skip, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(list);
        var answer = await AskAsync(
            YtDlpArguments.For(list, skip, count + 1, options), YtDlpListJson.Default.YtDlpList, cancellationToken);
        return answer.TryGet(out var entries, out var why) ? entries.Page(count) : why;
    }

    public void Dispose() => slots.Dispose();

    private Task<SourceAnswer<YtDlpInfo>> AskAboutAsync(VideoId id, CancellationToken cancellationToken) =>
        AskAsync(YtDlpArguments.For(id, options), YtDlpJson.Default.YtDlpInfo, cancellationToken);

    private async Task<SourceAnswer<T>> AskAsync<T>(
        IReadOnlyList<string> arguments, JsonTypeInfo<T> form, CancellationToken cancellationToken)
        where T : class
    {
        if (ProgramFinder.Find(options.Program) is not { } program)
        {
            return new SourceFailure(
                FailureKind.SourceBroken, $"The program {options.Program} is no longer there: reinstall yt-dlp.");
        }

        if (!await slots.WaitAsync(options.QueueTimeout, cancellationToken))
        {
            return new SourceFailure(
                FailureKind.RateLimited,
                $"All {options.MaxProcesses} runs of yt-dlp are busy.",
                WhenBusy,
                SourceFailureCodes.SourceBusy);
        }

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

    private SourceAnswer<T> Read<T>(ProcessResult result, JsonTypeInfo<T> form) where T : class => result switch
    {
        ProcessResult.Exited { Code: 0 } exited => Parse(exited.Output, form),
        ProcessResult.Exited exited => new SourceFailure(YtDlpErrors.Classify(exited.Error, exited.Code)),
        ProcessResult.TimedOut => new SourceFailure(
            FailureKind.Transient, $"yt-dlp did not finish within {options.Timeout.TotalSeconds:0} s."),
        ProcessResult.TooMuchOutput => new SourceFailure(
            FailureKind.SourceBroken, $"yt-dlp wrote more than {options.MaxOutput} bytes."),
        ProcessResult.NotStarted notStarted => new SourceFailure(
            FailureKind.SourceBroken, $"yt-dlp could not be started: {notStarted.Reason}"),
        _ => throw new UnreachableException(),
    };

    private static SourceAnswer<T> Parse<T>(ReadOnlyMemory<byte> output, JsonTypeInfo<T> form) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(output.Span, form) is { } info
                ? info
                : new SourceFailure(FailureKind.SourceBroken, "yt-dlp returned nothing: update yt-dlp.");
        }
        catch (JsonException)
        {
            return new SourceFailure(
                FailureKind.SourceBroken, "yt-dlp returned something other than its JSON: update yt-dlp.");
        }
    }
}
