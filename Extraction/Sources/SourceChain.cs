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
/// Asks the sources in the configured order until one answers. A source that is not ready, has an open circuit, or has
/// spent its budget is skipped, never waited for.
/// </summary>
public sealed partial class SourceChain
{
    private readonly IReadOnlyList<IVideoSource> registered;
    private readonly List<SourceSlot> slots = [];
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
        registered = [.. sources];
        var byName = registered.ToDictionary(source => source.Name, StringComparer.Ordinal);
        foreach (var name in options.Value.Names)
        {
            if (byName.TryGetValue(name, out var source))
                slots.Add(new SourceSlot(source, options.Value, clock));
            else
                missing.Add(
                    new SourceStatus { Name = name, IsReady = false, Detail = "This build does not include it." });
        }
    }

    /// <summary>Returns the sources of the chain in order, then the ones that this build does not include.</summary>
    public IReadOnlyList<SourceStatus> Status() => [.. slots.Select(slot => slot.Status()), .. missing];

    /// <summary>Checks and logs which sources are ready.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        foreach (var source in missing)
            Log.LeftOut(logger, source.Name, source.Detail!);
        foreach (var slot in slots)
        {
            var readiness = await slot.ReadinessAsync().WaitAsync(cancellationToken);
            if (readiness.IsReady)
                Log.Ready(logger, slot.Source.Name, readiness.Detail ?? "ready");
            else
                Log.LeftOut(logger, slot.Source.Name, readiness.Detail ?? "It is not ready.");
        }
    }

    /// <summary>Asks for a video.</summary>
    /// <param name="id">The video.</param>
    /// <param name="record">Receives each source attempt, for the job's timeline.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<SourceAnswer<Video>> GetAsync(
        VideoId id, Action<Stage> record, CancellationToken cancellationToken) =>
        WalkAsync<IVideoSource, Video>(
            id.Value, "source", (source, token) => source.GetAsync(id, token), record, cancellationToken);

    /// <summary>Asks the sources any question; all questions share the budgets and circuits.</summary>
    /// <param name="id">The subject of the question: a video's ID, or a list's path.</param>
    /// <param name="question">The name of the question in timelines and traces.</param>
    /// <param name="ask">Asks one source.</param>
    /// <param name="record">Receives each source attempt, for the job's timeline.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="except">Names of sources to skip.</param>
    /// <typeparam name="TSource">The type of sources that can answer the question.</typeparam>
    /// <typeparam name="T">The type of the answer's value.</typeparam>
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
        var outcomes = new ChainOutcomes(missing, [.. registered.OfType<TSource>().Select(source => source.Name)]);
        foreach (var slot in slots)
        {
            if (slot.Source is not TSource source || except?.Contains(source.Name) == true)
                continue;

            var readiness = await slot.ReadinessAsync().WaitAsync(cancellationToken);
            if (!readiness.IsReady)
            {
                outcomes.NotReady(source.Name, readiness.Detail);
                continue;
            }

            var (pass, skipped) = slot.TryEnter();
            if (pass is null)
            {
                telemetry.Skipped(source.Name, skipped!);
                outcomes.Skipped(slot);
                continue;
            }

            var answer = await AskAsync(
                slot, pass.Value, id, question, token => ask(source, token), record, cancellationToken);
            if (answer.TryGet(out _, out var why) || why is { Failure.Kind: FailureKind.Unavailable, IsFinal: true })
                return answer;
            outcomes.Failed(slot, why.Failure);
        }

        return new SourceFailure(outcomes.Combined());
    }

    private async Task<SourceAnswer<T>> AskAsync<T>(
        SourceSlot slot,
        Pass pass,
        string id,
        string question,
        Func<CancellationToken, Task<SourceAnswer<T>>> ask,
        Action<Stage> record,
        CancellationToken cancellationToken)
        where T : class
    {
        var name = slot.Source.Name;
        using var activity = ExtractionTelemetry.Source.StartActivity($"{question} {name}", ActivityKind.Client);
        activity?.SetTag("source.name", name);
        activity?.SetTag("source.item", id);
        var startedAt = clock.GetUtcNow();
        SourceAnswer<T>? answer = null;
        Failure? failure = null;
        try
        {
            answer = await AskGuardedAsync(name, id, ask, cancellationToken);
            failure = (answer as SourceAnswer<T>.Failed)?.Why.Failure;
        }
        finally
        {
            var openFor = slot.Leave(pass, answer is not null, failure);
            if (openFor > TimeSpan.Zero)
                Log.CircuitOpened(logger, name, openFor.TotalSeconds);
        }

        var duration = clock.GetUtcNow() - startedAt;
        telemetry.Asked(name, failure, duration);
        record(new Stage($"{question} {name}", startedAt, duration, failure?.Reason ?? "ok"));
        if (failure is not null)
        {
            activity?.SetStatus(ActivityStatusCode.Error, failure.Reason).SetTag("error.type", failure.Kind.ToString());
            Log.AttemptFailed(logger, name, id, failure.Kind, failure.Reason);
        }

        return answer;
    }

    private async Task<SourceAnswer<T>> AskGuardedAsync<T>(
        string source,
        string id,
        Func<CancellationToken, Task<SourceAnswer<T>>> ask,
        CancellationToken cancellationToken)
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
#pragma warning disable CA1031 // A bug in one source must not prevent the others from being asked.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.SourceThrew(logger, source, id, error);
            return new SourceFailure(
                FailureKind.SourceBroken, $"It failed with {error.GetType().Name}; see the log for details.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Source {Source} is ready: {Detail}")]
        public static partial void Ready(ILogger logger, string source, string detail);

        [LoggerMessage(2, LogLevel.Warning, "Source {Source} is left out: {Reason}")]
        public static partial void LeftOut(ILogger logger, string source, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Source {Source} asks us to slow down; pausing it for {Seconds:0} s")]
        public static partial void CircuitOpened(ILogger logger, string source, double seconds);

        [LoggerMessage(4, LogLevel.Debug, "Source {Source} did not return {Item}: {FailureKind}: {Reason}")]
        public static partial void AttemptFailed(
            ILogger logger, string source, string item, FailureKind failureKind, string reason);

        [LoggerMessage(5, LogLevel.Error, "Source {Source} threw an exception for {Item}")]
        public static partial void SourceThrew(ILogger logger, string source, string item, Exception error);
    }
}
