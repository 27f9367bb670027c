using System.Text.Json.Serialization.Metadata;
using Files.Batches;
using Jobs.Failures;
using Jobs.Running;

namespace Files.Rows;

/// <summary>Runs the jobs of one kind of row: reads the batch and its task, and refuses any other payload.</summary>
/// <param name="kind">Kind of the jobs.</param>
/// <param name="taskType">JSON format of the task.</param>
public abstract class RowBatchHandler<TTask>(JobKind kind, JsonTypeInfo<TTask> taskType) : IJobHandler
    where TTask : class, IRowTask
{
    public JobKind Kind => kind;

    public Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RowBatchJson.TryRead(context.Job.Payload, out var batch)
            && JobPayload.TryRead(batch.Task, taskType) is { } task && IsValid(task)
                ? HandleAsync(context, batch, task, cancellationToken)
                : Task.FromResult<JobOutcome>(new JobOutcome.Failed(
                    new Failure(FailureKind.Invalid, $"The payload is not a batch of the kind \"{kind.Name}\".")));
    }

    /// <summary>Checks the task for values that its format cannot exclude.</summary>
    protected abstract bool IsValid(TTask task);

    protected abstract Task<JobOutcome> HandleAsync(
        JobContext context, RowBatch batch, TTask task, CancellationToken cancellationToken);
}
