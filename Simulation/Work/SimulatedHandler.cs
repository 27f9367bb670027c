using Jobs;
using Jobs.Failures;
using Jobs.Running;
using Jobs.Submissions;
using Simulation.Judging;

namespace Simulation.Work;

/// <summary>Runs jobs by their scripts.</summary>
internal sealed class SimulatedHandler(
    JobKind kind, Ledger ledger, JobFactory jobs, TimeProvider clock) : IJobHandler
{
    public JobKind Kind => kind;

    public async Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        var job = context.Job;
        var script = JobScript.Read(job.Payload);
        var attempt = ledger.CountAttempt(job.Id);
        var hangs = script.Ending is ScriptEnding.HangsOnce && attempt == 1;
        await Task.Delay(
            hangs ? TimeSpan.FromMinutes(3) : script.Duration, clock,
            hangs ? CancellationToken.None : cancellationToken);
        var fails = attempt <= script.Failures;
        switch (script.Ending)
        {
            case ScriptEnding.IsUnavailable:
                return Failed(FailureKind.Unavailable, "The video is private.");
            case ScriptEnding.IsInvalid:
                return Failed(FailureKind.Invalid, "The payload has an unknown schema.");
            case ScriptEnding.AlwaysFails:
                return Failed(FailureKind.Transient, "The source timed out.");
            case ScriptEnding.SucceedsAfterFailures when fails:
                return Failed(FailureKind.SourceBroken, "The source changed.");
            case ScriptEnding.Throws when fails:
                throw new Faults.SimulatedErrorException("The handler has a bug.");
            case ScriptEnding.FindsNoBudget when fails:
                return new JobOutcome.Failed(new Failure(FailureKind.RateLimited, "The budget is used up.")
                {
                    WaitsForTurn = true,
                });
            case ScriptEnding.IsRateLimited when fails:
                return new JobOutcome.Failed(
                    new Failure(FailureKind.RateLimited, "Slow down.", TimeSpan.FromSeconds(5)));
            case ScriptEnding.AddsJobs:
                await context.AddJobsAsync([.. Added(job, script)], cancellationToken);
                break;
            default:
                break;
        }

        return new JobOutcome.Success(ledger.NewResult());
    }

    private IEnumerable<Job> Added(Job job, JobScript script)
    {
        var one = new JobScript(ScriptEnding.Succeeds, 0, TimeSpan.FromMilliseconds(300)).Write();
        for (var i = 0; i < script.Adds; i++)
            yield return jobs.Create(job.SubmissionId, Kinds.Link.Name, $"{job.Key}/{i}", one);
    }

    private static JobOutcome.Failed Failed(FailureKind failure, string reason) => new(new Failure(failure, reason));
}
