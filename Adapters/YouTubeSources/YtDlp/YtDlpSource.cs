using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Adapters.YouTubeSources.Processes;
using Adapters.YouTubeSources.YtDlp.Serving;
using Extraction.Links;
using Extraction.Lists;
using Extraction.Media;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.YtDlp;

/// <summary>Asks yt-dlp.</summary>
internal sealed class YtDlpSource(
    YtDlpRunner runner, IOptions<YtDlpOptions> options, TimeProvider clock)
    : IMediaSource, IListSource
{
    public const string SourceName = "yt-dlp";

    private static readonly TimeSpan WhenBusy = TimeSpan.FromSeconds(1);

    private readonly YtDlpOptions options = options.Value;
    private string? version;

    public string Name => SourceName;

    public int Busy => runner.Waiting;

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

        version = await runner.VersionAsync(cancellationToken);
        return version is null
            ? new SourceReadiness(false, $"{program} --version failed: reinstall yt-dlp.")
            : new SourceReadiness(true, version);
    }

    public async Task<SourceAnswer<Video>> GetAsync(VideoId id, CancellationToken cancellationToken)
    {
        var answer = await AskAboutAsync(id, cancellationToken);
        if (!answer.TryGet(out var info, out var why))
            return why;
        return YtDlpVideo.TryMake(info, info.Version?.Version ?? version, clock.GetUtcNow()) is { } video
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

    private Task<SourceAnswer<YtDlpInfo>> AskAboutAsync(VideoId id, CancellationToken cancellationToken) =>
        AskAsync(YtDlpArguments.For(id, options), YtDlpJson.Default.YtDlpInfo, cancellationToken);

    private async Task<SourceAnswer<T>> AskAsync<T>(
        IReadOnlyList<string> arguments, JsonTypeInfo<T> form, CancellationToken cancellationToken)
        where T : class
    {
        var outcome = await runner.RunAsync(arguments, cancellationToken);

        // The chain took one request, and none was made.
        if (outcome is YtDlpOutcome.Busy or YtDlpOutcome.Missing)
            Budget.Charge(-1);
        return outcome switch
        {
            YtDlpOutcome.Exited { Code: 0 } exited => Parse(exited.Output, form),
            YtDlpOutcome.Exited exited => new SourceFailure(YtDlpErrors.Classify(exited.Error, exited.Code)),
            YtDlpOutcome.TimedOut => new SourceFailure(
                FailureKind.Transient, $"yt-dlp did not finish within {options.Timeout.TotalSeconds:0} s."),
            YtDlpOutcome.TooMuchOutput => new SourceFailure(
                FailureKind.SourceBroken, $"yt-dlp wrote more than {options.MaxOutput} bytes."),
            YtDlpOutcome.Broke broke => new SourceFailure(FailureKind.SourceBroken, $"yt-dlp {broke.Reason}."),
            YtDlpOutcome.Busy => new SourceFailure(
                FailureKind.RateLimited,
                $"All {options.Processes} processes of yt-dlp are in use.",
                WhenBusy,
                SourceFailureCodes.SourceBusy),
            YtDlpOutcome.Missing => new SourceFailure(
                FailureKind.SourceBroken, $"The program {options.Program} is no longer there: reinstall yt-dlp."),
            _ => throw new UnreachableException(),
        };
    }

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
