using Extraction.Links;
using Extraction.Telemetry;
using Extraction.Videos;
using Jobs;
using Jobs.Failures;
using Jobs.Pace;
using Jobs.Running;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Extraction.Sources;

/// <summary>
/// Asks the sources in the configured order until one answers. A source that is not ready, has an open circuit, or has
/// spent its budget is skipped; only when that leaves none, the job waits for the next request of a shared budget.
/// </summary>
public sealed partial class SourceChain
{
    /// <summary>Wait of a job whose source is paused; nobody knows how long.</summary>
    private static readonly TimeSpan PauseWait = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<IVideoSource> registered;
    private readonly List<SourceSlot> slots = [];
    private readonly List<SourceStatus> missing = [];
    private readonly ExtractionTelemetry telemetry;
    private readonly SourceAsker asker;
    private readonly ILogger<SourceChain> logger;
    private readonly TimeSpan patience;
    private readonly Pauses? pauses;

    /// <param name="sources">The sources of this process.</param>
    /// <param name="options">The chain.</param>
    /// <param name="telemetry">The metrics.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">The log.</param>
    /// <param name="budgets">The budgets that all workers share; null for budgets of this process alone.</param>
    /// <param name="worker">The name of this process; null without shared budgets.</param>
    /// <param name="pauses">The pauses that operators set; null for none.</param>
    public SourceChain(
        IEnumerable<IVideoSource> sources,
        IOptions<SourcesOptions> options,
        ExtractionTelemetry telemetry,
        TimeProvider clock,
        ILogger<SourceChain> logger,
        SharedBudgets? budgets = null,
        WorkerName? worker = null,
        Pauses? pauses = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (this.telemetry, this.logger, this.pauses) = (telemetry, logger, pauses);
        asker = new SourceAsker(telemetry, clock, logger);
        registered = [.. sources];
        var byName = registered.ToDictionary(source => source.Name, StringComparer.Ordinal);
        foreach (var name in options.Value.Names)
        {
            if (byName.TryGetValue(name, out var source))
            {
                if (budgets is not null && worker is not null)
                {
                    patience = options.Value.Patience;
                    source.Budget.Share(budgets, new BudgetKey(name, options.Value.Egress), worker.Value);
                }

                slots.Add(new SourceSlot(source, options.Value));
            }
            else
            {
                missing.Add(
                    new SourceStatus { Name = name, IsReady = false, Detail = "This build does not include it." });
            }
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

    /// <summary>Reports to the other processes which sources this one has.</summary>
    internal async Task ReportAsync(CancellationToken cancellationToken)
    {
        foreach (var slot in slots)
        {
            if ((await slot.ReadinessAsync().WaitAsync(cancellationToken)).IsReady)
                await slot.Source.Budget.TryEnterAsync(0, cancellationToken);
        }
    }

    /// <summary>Gives back the requests that this process holds.</summary>
    internal async Task ReturnAsync(CancellationToken cancellationToken)
    {
        foreach (var slot in slots)
            await slot.Source.Budget.ReturnAsync(cancellationToken);
    }

    /// <summary>Asks for a video.</summary>
    /// <param name="id">The video.</param>
    /// <param name="record">Receives each source attempt, for the job's timeline.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="priority">The priority of the job, while it waits for a request.</param>
    public Task<SourceAnswer<Video>> GetAsync(
        VideoId id, Action<Stage> record, CancellationToken cancellationToken,
        JobPriority priority = JobPriority.Normal) =>
        WalkAsync<IVideoSource, Video>(
            id.Value, "source", (source, token) => AskAsync(source, id, token), record, cancellationToken,
            priority: priority);

    /// <summary>Asks the sources any question; all questions share the budgets and circuits.</summary>
    /// <param name="id">The subject of the question: a video's ID, or a list's path.</param>
    /// <param name="question">The name of the question in timelines and traces.</param>
    /// <param name="ask">Asks one source.</param>
    /// <param name="record">Receives each source attempt, for the job's timeline.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="except">Names of sources to skip.</param>
    /// <param name="priority">The priority of the job, while it waits for a request.</param>
    /// <typeparam name="TSource">The type of sources that can answer the question.</typeparam>
    /// <typeparam name="T">The type of the answer's value.</typeparam>
    internal async Task<SourceAnswer<T>> WalkAsync<TSource, T>(
        string id,
        string question,
        Func<TSource, CancellationToken, Task<SourceAnswer<T>>> ask,
        Action<Stage> record,
        CancellationToken cancellationToken,
        IReadOnlySet<string>? except = null,
        JobPriority priority = JobPriority.Normal)
        where TSource : class, IVideoSource
        where T : class, ISourceValue<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        var outcomes = new ChainOutcomes(missing, [.. registered.OfType<TSource>().Select(source => source.Name)]);
        var paused = pauses is null ? PauseSet.None : await pauses.ReadAsync(cancellationToken);
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

            var (pass, answered) = paused.Sources.Contains(source.Name)
                ? (null, new BudgetAnswer(0, PauseWait, BudgetLimit.Paused))
                : await slot.TryEnterAsync(cancellationToken);
            if (pass is null)
            {
                telemetry.Skipped(source.Name, answered.Why switch
                {
                    BudgetLimit.Rate => "budget",
                    BudgetLimit.Paused => "paused",
                    _ => "circuit",
                });
                outcomes.Skipped(slot, answered);
                continue;
            }

            if (await AskSlotAsync(slot, pass.Value) is { } answer)
                return answer;
        }

        // Nothing else is left to try, and the job is already here: its request comes in a moment.
        return outcomes.Soonest is { } soonest
            && await soonest.EnterAsync(priority, patience, cancellationToken) is { } late
            && await AskSlotAsync(soonest, late) is { } lateAnswer
            ? lateAnswer
            : new SourceFailure(outcomes.Combined());

        async Task<SourceAnswer<T>?> AskSlotAsync(SourceSlot slot, Pass pass)
        {
            var (answer, openFor) = await asker.AskAsync(
                slot, pass, id, question, token => ask((TSource)slot.Source, token), record, cancellationToken);
            if (answer.TryGet(out _, out var why) || why is { Failure.Kind: FailureKind.Unavailable, IsFinal: true })
                return answer;
            outcomes.Failed(slot, why.Failure, openFor);
            return null;
        }
    }

    /// <summary>Refuses the document of another video, which would replace that one's.</summary>
    private static async Task<SourceAnswer<Video>> AskAsync(
        IVideoSource source, VideoId id, CancellationToken cancellationToken)
    {
        var answer = await source.GetAsync(id, cancellationToken);
        return answer.TryGet(out var video, out _) && video.Id != id.Value
            ? new SourceFailure(FailureKind.SourceBroken, "It answered with another video than it was asked for.")
            : answer;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Source {Source} is ready: {Detail}")]
        public static partial void Ready(ILogger logger, string source, string detail);

        [LoggerMessage(2, LogLevel.Warning, "Source {Source} is left out: {Reason}")]
        public static partial void LeftOut(ILogger logger, string source, string reason);
    }
}
