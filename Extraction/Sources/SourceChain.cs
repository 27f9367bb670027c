using System.Diagnostics;
using Extraction.Links;
using Extraction.Telemetry;
using Extraction.Videos;
using Jobs;
using Jobs.Failures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Extraction.Sources;

/// <summary>
/// Asks the sources in the configured order until one answers. One that is not ready, whose budget is spent or whose
/// circuit is open is passed over, never waited for.
/// </summary>
public sealed partial class SourceChain
{
    private readonly List<SourceSlot> links = [];
    private readonly List<SourceStatus> missing = [];
    private readonly ExtractionTelemetry telemetry;
    private readonly TimeProvider clock;
    private readonly ILogger<SourceChain> logger;

    public SourceChain(
        IEnumerable<IVideoSource> sources,
        IOptions<SourcesOptions> options,
        ExtractionTelemetry telemetry,
        TimeProvider clock,
        ILogger<SourceChain> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (this.telemetry, this.clock, this.logger) = (telemetry, clock, logger);
        var byName = sources.ToDictionary(source => source.Name, StringComparer.Ordinal);
        foreach (var name in options.Value.Names)
        {
            if (byName.TryGetValue(name, out var source))
                links.Add(new SourceSlot(source, options.Value, clock));
            else
                missing.Add(new SourceStatus { Name = name, IsReady = false, Detail = "This build does not have it." });
        }
    }

    /// <summary>Every source of the chain, in its order; those that this build lacks last.</summary>
    public IReadOnlyList<SourceStatus> Status() => [.. links.Select(link => link.Status()), .. missing];

    /// <summary>Finds out which sources are ready, and says so in the log.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        foreach (var source in missing)
            Log.LeftOut(logger, source.Name, source.Detail!);
        foreach (var link in links)
        {
            var readiness = await link.ReadinessAsync().WaitAsync(cancellationToken);
            if (readiness.IsReady)
                Log.Ready(logger, link.Source.Name, readiness.Detail ?? "ready");
            else
                Log.LeftOut(logger, link.Source.Name, readiness.Detail ?? "It is not ready.");
        }
    }

    /// <param name="id">The video.</param>
    /// <param name="record">Is told of every source asked, for the job's timeline.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<SourceResult> GetAsync(VideoId id, Action<Stage> record, CancellationToken cancellationToken)
    {
        var answer = await WalkAsync<IVideoSource, Video>(id.Value, "source", AskAsync, record, cancellationToken);
        return answer.Value is { } video ? new SourceResult.Found(video) : answer.Failed!;

        async Task<SourceAnswer<Video>> AskAsync(IVideoSource source, CancellationToken token) =>
            await source.GetAsync(id, token) switch
            {
                SourceResult.Found(var found) => new(found, null),
                SourceResult.Failed failed => new(null, failed),
                _ => throw new UnreachableException(),
            };
    }

    /// <summary>Walks along the chain with any question; budgets and circuits are the same whatever is asked.</summary>
    /// <param name="id">What is asked about: a video's id, a list's path.</param>
    /// <param name="question">Its name in timelines and traces.</param>
    /// <param name="ask">Asks one source.</param>
    /// <param name="record">Is told of every source asked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="except">Sources that are not asked.</param>
    /// <typeparam name="TSource">Only sources of this type are asked.</typeparam>
    /// <typeparam name="T">What is asked for.</typeparam>
    internal async Task<SourceAnswer<T>> WalkAsync<TSource, T>(
        string id,
        string question,
        Func<TSource, CancellationToken, Task<SourceAnswer<T>>> ask,
        Action<Stage> record,
        CancellationToken cancellationToken,
        IReadOnlySet<string>? except = null)
        where TSource : class, IVideoSource
        where T : class
    {
        ArgumentNullException.ThrowIfNull(record);
        var outcomes = new ChainOutcomes(missing);
        foreach (var link in links)
        {
            if (link.Source is not TSource source || except?.Contains(source.Name) == true)
                continue;

            var readiness = await link.ReadinessAsync().WaitAsync(cancellationToken);
            if (!readiness.IsReady)
            {
                outcomes.NotReady(link.Source.Name, readiness.Detail);
                continue;
            }

            var (pass, why) = link.TryEnter();
            if (pass is null)
            {
                telemetry.Skipped(link.Source.Name, why!);
                outcomes.Skipped(link);
                continue;
            }

            var answer = await AskAsync(
                link, pass.Value, id, question, token => ask(source, token), record, cancellationToken);
            if (answer.Failed is not { } failed || failed is { Failure.Kind: FailureKind.Unavailable, IsFinal: true })
                return answer;
            outcomes.Failed(link, failed);
        }

        return new(null, new SourceResult.Failed(outcomes.Combined()));
    }

    private async Task<SourceAnswer<T>> AskAsync<T>(
        SourceSlot link,
        Pass pass,
        string id,
        string question,
        Func<CancellationToken, Task<SourceAnswer<T>>> ask,
        Action<Stage> record,
        CancellationToken cancellationToken)
        where T : class
    {
        var name = link.Source.Name;
        using var activity = ExtractionTelemetry.Source.StartActivity($"{question} {name}", ActivityKind.Client);
        activity?.SetTag("source.name", name);
        activity?.SetTag("source.item", id);
        var startedAt = clock.GetUtcNow();
        SourceAnswer<T>? answer = null;
        try
        {
            answer = await AskGuardedAsync(name, id, ask, cancellationToken);
        }
        finally
        {
            var openFor = link.Leave(pass, answer is not null, answer?.Failed?.Failure);
            if (openFor > TimeSpan.Zero)
                Log.CircuitOpened(logger, name, openFor.TotalSeconds);
        }

        var duration = clock.GetUtcNow() - startedAt;
        var failure = answer.Value.Failed?.Failure;
        telemetry.Asked(name, failure, duration);
        record(new Stage($"{question} {name}", startedAt, duration, failure?.Reason ?? "ok"));
        if (failure is not null)
        {
            activity?.SetStatus(ActivityStatusCode.Error, failure.Reason).SetTag("error.type", failure.Kind.ToString());
            Log.AttemptFailed(logger, name, id, failure.Kind, failure.Reason);
        }

        return answer.Value;
    }

    private async Task<SourceAnswer<T>> AskGuardedAsync<T>(
        string source, string id, Func<CancellationToken, Task<SourceAnswer<T>>> ask, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await ask(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A bug in one source must not keep the others from being asked.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.SourceThrew(logger, source, id, error);
            return new(null, new SourceResult.Failed(
                FailureKind.SourceBroken, $"It failed with {error.GetType().Name}; the log has the details."));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Source {Source} is ready: {Detail}")]
        public static partial void Ready(ILogger logger, string source, string detail);

        [LoggerMessage(2, LogLevel.Warning, "Source {Source} is left out: {Reason}")]
        public static partial void LeftOut(ILogger logger, string source, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Source {Source} asks us to slow down; it is left alone for {Seconds:0} s")]
        public static partial void CircuitOpened(ILogger logger, string source, double seconds);

        [LoggerMessage(4, LogLevel.Debug, "Source {Source} did not give {Item}: {FailureKind}: {Reason}")]
        public static partial void AttemptFailed(
            ILogger logger, string source, string item, FailureKind failureKind, string reason);

        [LoggerMessage(5, LogLevel.Error, "Source {Source} threw at {Item}")]
        public static partial void SourceThrew(ILogger logger, string source, string item, Exception error);
    }
}
