using Jobs.Failures;
using Jobs.Running;
using Jobs.Webhooks;
using Simulation.Judging;

namespace Simulation.Work;

/// <summary>Delivers webhooks to a receiver that answers after a while, or with an error while faults last.</summary>
internal sealed class WebhookReceiver(Ledger ledger, TimeProvider clock) : IJobHandler
{
    public JobKind Kind => WebhookJobs.Kind;

    public async Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(80), clock, cancellationToken);
        if (WebhookJobs.TryRead(context.Job.Payload) is not { } payload)
            return new JobOutcome.Failed(new Failure(FailureKind.Invalid, "The payload is no webhook."));
        ledger.Deliver(payload.Url);
        return new JobOutcome.Success();
    }
}
