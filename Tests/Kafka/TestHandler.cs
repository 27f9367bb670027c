using System.Collections.Concurrent;
using Jobs.Running;

namespace Tests.Kafka;

/// <summary>Handles the jobs of all workers of a rig with a settable function; counts the runs of each job.</summary>
internal sealed class TestHandlers
{
    public Func<JobContext, CancellationToken, Task<JobOutcome>> Work { get; set; } =
        (_, _) => Task.FromResult<JobOutcome>(new JobOutcome.Success());

    public ConcurrentDictionary<string, int> Runs { get; } = new();

    public int MostAtOnce { get; private set; }

    private int atOnce;

    public async Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        Runs.AddOrUpdate($"{context.Job.Kind} {context.Job.Id}", 1, (_, runs) => runs + 1);
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref atOnce));
        try
        {
            return await Work(context, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref atOnce);
        }
    }
}

internal sealed class TestHandler(JobKind kind, TestHandlers handlers) : IJobHandler
{
    public JobKind Kind => kind;

    public Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken) =>
        handlers.HandleAsync(context, cancellationToken);
}
