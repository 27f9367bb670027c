using Extraction.Links;
using Extraction.Sources;
using Jobs;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tests.Jobs;

namespace Tests.Pace;

/// <summary>One worker of a <see cref="PaceWorld"/>, with its part of the queue.</summary>
internal sealed class PaceWorker(IHost host, JobsOptions options) : IDisposable
{
    private readonly List<Task> inFlight = [];
    private readonly LeaseKeeper leases = host.Services.GetRequiredService<LeaseKeeper>();
    private readonly JobRunner runner = host.Services.GetRequiredService<JobRunner>();
    private readonly SourceChain chain = host.Services.GetRequiredService<SourceChain>();

    public Queue<JobMessage> Queue { get; } = new();

    public Task ReportAsync() => chain.ReportAsync(CancellationToken.None);

    public Task RenewAsync() => leases.RenewAsync(CancellationToken.None);

    /// <summary>Runs messages while there are free places.</summary>
    /// <returns>True if it started one.</returns>
    public bool Start()
    {
        inFlight.RemoveAll(task => task.IsCompleted);
        var started = false;
        while (inFlight.Count < options.MaxInFlight && Queue.TryDequeue(out var message))
        {
            inFlight.Add(runner.RunAsync(message, "test", CancellationToken.None));
            started = true;
        }

        return started;
    }

    public void Dispose() => host.Dispose();
}

/// <summary>Asks the source for the video of a job, unless the store has it.</summary>
internal sealed class AskingHandler(SourceChain chain, IReadOnlySet<string> stored) : IJobHandler
{
    public static readonly JobKind AskingKind = JobsWorld.Kind with { AsksSources = true };

    public JobKind Kind => AskingKind;

    public async Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (stored.Contains(context.Job.Key))
            return new JobOutcome.Success();
        var id = VideoId.Parse(context.Job.Key);
        var answer = await chain.GetAsync(id, context.AddStage, cancellationToken, context.Job.Priority);
        return answer.TryGet(out _, out var why) ? new JobOutcome.Success() : new JobOutcome.Failed(why.Failure);
    }
}

/// <summary>Sends nothing, and records when it would have.</summary>
internal sealed class NotifyingHandler(Action<string> sent) : IJobHandler
{
    public JobKind Kind => WebhookJobs.Kind;

    public Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        sent(context.Job.Key);
        return Task.FromResult<JobOutcome>(new JobOutcome.Success());
    }
}
