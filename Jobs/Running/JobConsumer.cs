using System.Diagnostics;
using Jobs.DeadLetters;
using Jobs.Failures;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Telemetry;
using Microsoft.Extensions.Logging;

namespace Jobs.Running;

/// <summary>
/// Consumes a raw message from any queue: parses it, runs its job, and keeps an invalid one as a dead letter.
/// </summary>
public sealed partial class JobConsumer(
    JobRunner runner,
    JobHandlers handlers,
    IDeadLetterStore deadLetters,
    JobsTelemetry telemetry,
    TimeProvider clock,
    RandomSource random,
    ILogger<JobConsumer> logger)
{
    /// <summary>Runs the job of a message. When this returns, the message may be acknowledged.</summary>
    /// <param name="value">The received bytes.</param>
    /// <param name="traceParent">W3C trace context from the headers of the message.</param>
    /// <param name="origin">The origin of the message, such as <c>links.requested[3]@42</c>.</param>
    /// <param name="stopping">Cancelled when the process gives up its work.</param>
    /// <exception cref="OperationCanceledException">Stopped before the job was claimed: do not acknowledge.</exception>
    /// <exception cref="StoreUnavailableException">
    /// The store was unavailable for longer than the retries: do not acknowledge, or rely on the outbox relay.
    /// </exception>
    public async Task<RunResult> ConsumeAsync(
        ReadOnlyMemory<byte> value, string? traceParent, string origin, CancellationToken stopping)
    {
        if (!JobMessageJson.TryRead(value, traceParent, out var message, out var problem))
            return await RejectAsync(value, problem, origin, stopping);

        return handlers.Find(message.Kind) is null
            ? await RejectAsync(value, $"No handler for jobs of kind \"{Shorten(message.Kind)}\".", origin, stopping)
            : await runner.RunAsync(message, origin, stopping);
    }

    private async Task<RunResult> RejectAsync(
        ReadOnlyMemory<byte> value, string problem, string origin, CancellationToken cancellationToken)
    {
        var failure = new Failure(FailureKind.Invalid, problem);
        Activity.Current?.SetStatus(ActivityStatusCode.Error, problem).SetTag("error.type", failure.Kind.ToString());
        await deadLetters.AddAsync(
            new DeadLetter
            {
                Id = random.NewGuid(clock.GetUtcNow()),
                At = clock.GetUtcNow(),
                Failure = failure,
                Attempts = 1,
                Origin = origin,
                Raw = value.Length <= DeadLetter.MaxRawBytes
                    ? value.ToArray()
                    : value[..DeadLetter.MaxRawBytes].ToArray(),
            },
            cancellationToken);
        telemetry.DeadLetter(failure.Kind);
        Log.Rejected(logger, origin, problem);
        return RunResult.Done;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A message from {Origin} became a dead letter: {Problem}")]
        public static partial void Rejected(ILogger logger, string origin, string problem);
    }
}
