using System.Diagnostics;
using Extraction.Telemetry;
using Jobs;
using Jobs.Failures;
using Jobs.Stores;
using Microsoft.Extensions.Logging;

namespace Extraction.Sources;

/// <summary>
/// Asks one source one question: with a trace, a metric, and a stage. Cleans the answer; an exception of the source is
/// an answer, too.
/// </summary>
internal sealed partial class SourceAsker(
    ExtractionTelemetry telemetry, TimeProvider clock, ILogger<SourceChain> logger)
{
    /// <summary>Asks a source, and ends its request.</summary>
    /// <returns>The answer, and the time for which it opens the circuit.</returns>
    public async Task<(SourceAnswer<T> Answer, TimeSpan OpenFor)> AskAsync<T>(
        SourceSlot slot,
        Pass pass,
        string id,
        string question,
        Func<CancellationToken, Task<SourceAnswer<T>>> ask,
        Action<Stage> record,
        CancellationToken cancellationToken)
        where T : class, ISourceValue<T>
    {
        var name = slot.Source.Name;
        using var activity = ExtractionTelemetry.Source.StartActivity($"{question} {name}", ActivityKind.Client);
        activity?.SetTag("source.name", name);
        activity?.SetTag("source.item", id);
        var startedAt = clock.GetUtcNow();
        SourceAnswer<T>? answer = null;
        Failure? failure = null;
        var openFor = TimeSpan.Zero;
        try
        {
            answer = await AskGuardedAsync(name, id, ask, cancellationToken);
            failure = (answer as SourceAnswer<T>.Failed)?.Why.Failure;
        }
        finally
        {
            openFor = await LeaveAsync(slot, pass, answer is not null, failure);
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

        return (answer, openFor);
    }

    private async Task<TimeSpan> LeaveAsync(SourceSlot slot, Pass pass, bool answered, Failure? failure)
    {
        try
        {
            return await slot.LeaveAsync(pass, answered, failure);
        }
        catch (StoreUnavailableException error)
        {
            // The answer counts all the same; the next demand to slow down opens the circuit.
            Log.CircuitNotShared(logger, slot.Source.Name, error.Message);
            return TimeSpan.Zero;
        }
    }

    private async Task<SourceAnswer<T>> AskGuardedAsync<T>(
        string source,
        string id,
        Func<CancellationToken, Task<SourceAnswer<T>>> ask,
        CancellationToken cancellationToken)
        where T : class, ISourceValue<T>
    {
        try
        {
            var answer = await ask(cancellationToken);
            return answer.TryGet(out var value, out var why)
                ? value.Cleaned()
                : why with
                {
                    Failure = why.Failure with
                    {
                        Reason = SourceText.Line(why.Failure.Reason, SourceText.MaxReason),
                    },
                };
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
        [LoggerMessage(3, LogLevel.Warning, "Source {Source} asks us to slow down; pausing it for {Seconds:0} s")]
        public static partial void CircuitOpened(ILogger logger, string source, double seconds);

        [LoggerMessage(4, LogLevel.Debug, "Source {Source} did not return {Item}: {FailureKind}: {Reason}")]
        public static partial void AttemptFailed(
            ILogger logger, string source, string item, FailureKind failureKind, string reason);

        [LoggerMessage(5, LogLevel.Error, "Source {Source} threw an exception for {Item}")]
        public static partial void SourceThrew(ILogger logger, string source, string item, Exception error);

        [LoggerMessage(6, LogLevel.Warning, "Could not share the circuit of source {Source}: {Reason}")]
        public static partial void CircuitNotShared(ILogger logger, string source, string reason);
    }
}
