using Jobs;
using Jobs.Events;
using Jobs.Failures;
using Jobs.Submissions;
using Jobs.Transitions;
using Jobs.Webhooks;
using Simulation.Scheduling;

namespace Simulation.Judging;

/// <summary>Remembers the history of each job; keeps it as text only for a story.</summary>
internal sealed class Journal(World world, bool tellsStory)
{
    private readonly Dictionary<JobId, JobHistory> histories = [];
    private readonly List<(TimeSpan At, JobId? Job, string Text)> story = [];
    private string process = "";
    private string asked = "";

    public IReadOnlyDictionary<JobId, JobHistory> Histories => histories;

    public bool TellsStory => tellsStory;

    /// <summary>Tells if a worker may have missed its renewals for a reason of its own.</summary>
    public Func<string, bool> MayLoseLeases { get; set; } = _ => true;

    /// <summary>Returns the open jobs of a submission.</summary>
    public Func<SubmissionId, IEnumerable<JobId>> OpenJobs { get; set; } = _ => [];

    /// <summary>Violations that were seen when they happened.</summary>
    public List<Violation> Violations { get; } = [];

    public IReadOnlyList<(TimeSpan At, JobId? Job, string Text)> Story => story;

    public JobHistory Of(JobId id)
    {
        if (!histories.TryGetValue(id, out var history))
            histories.Add(id, history = new JobHistory());
        return history;
    }

    /// <summary>Names the call whose effects follow.</summary>
    public void Enter(string caller, string what) => (process, asked) = (caller, what);

    public void Leave() => (process, asked) = ("", "");

    public void Note(string who, string text, JobId? job = null)
    {
        if (tellsStory)
            story.Add((world.Now, job, $"{who}: {text}"));
    }

    /// <summary>Sees every change of a job at the store.</summary>
    public void Changed(JobTransition? transition, Job? before, Job after)
    {
        var history = Of(after.Id);
        if (transition == JobTransitions.Rerun)
            history.BeginEpoch();
        history.WasCancelled |= transition == JobTransitions.Cancel;
        if (transition == JobTransitions.Succeed || transition == JobTransitions.Fail)
        {
            history.Ends++;
            history.AllEnds++;
        }

        if (transition is not null && transition != JobTransitions.Renew)
            history.MovedAt = world.Now;
        if (transition is null && after.Kind == WebhookJobs.Kind.Name && SubmissionId.TryParse(after.Key, out var ended)
            && OpenJobs(ended).Any(job => Of(job).Epoch == 0))
        {
            Violations.Add(new Violation(
                Contract.EndedSubmissionsAreNotified, $"Submission {ended} has not ended.", after.Id, world.Now));
        }

        CheckLease(transition, before, after);
        CheckStop(transition, before, after);
        if (transition == JobTransitions.Confirm && history.SentAt < history.ClaimedAt)
        {
            Violations.Add(new Violation(
                Contract.AQueuedJobHasAMessage, "No message was sent since the latest claim.", after.Id, world.Now));
        }

        if (transition == JobTransitions.Claim)
            history.ClaimedAt = world.Now;

        if (tellsStory)
        {
            Note(process, transition is null
                ? $"{asked}: {after.Kind} \"{after.Key}\" {after.State}"
                : $"{asked}: {transition} {before?.State} → {after.State}, fence {after.Fence}, "
                    + $"attempt {after.Attempt}"
                    + (after.Failure is { } failure && transition != JobTransitions.Claim
                        ? $", {failure.Kind}: {failure.Reason}" : ""),
                after.Id);
        }
    }

    /// <summary>Checks the attempt that its worker ended because of a stop.</summary>
    private void CheckStop(JobTransition? transition, Job? before, Job after)
    {
        if ((transition == JobTransitions.Retry || transition == JobTransitions.Postpone)
            && after.Failure?.Code == FailureCodes.WorkerStopped && after.Attempt >= before?.Attempt)
        {
            Violations.Add(new Violation(
                Contract.AStopCostsNoAttempt, $"Attempt {after.Attempt} counts.", after.Id, world.Now));
        }
    }

    private void CheckLease(JobTransition? transition, Job? before, Job after)
    {
        var isTaken = transition == JobTransitions.Expire
            || (transition == JobTransitions.Claim && before?.State is JobState.Running);
        if (isTaken && before?.Owner is { } owner && !MayLoseLeases(owner))
        {
            Violations.Add(new Violation(
                Contract.OnlyASilentWorkerLosesItsJobs, $"{process} took it from {owner}, which runs it.", after.Id,
                world.Now));
        }
    }

    /// <summary>Sees every message that is sent.</summary>
    public void Sent(JobId job) => Of(job).SentAt = world.Now;

    /// <summary>Sees every event that a runner publishes.</summary>
    public void Published(string who, JobEvent jobEvent)
    {
        if (!jobEvent.State.IsTerminal())
            return;
        Note(who, $"announced {jobEvent.State}", jobEvent.JobId);
        if (jobEvent.State is not JobState.Cancelled)
            Of(jobEvent.JobId).Announcements++;
    }
}

/// <summary>The history of one job.</summary>
internal sealed class JobHistory
{
    /// <summary>Completions that the store took since the latest rerun.</summary>
    public int Ends { get; set; }

    /// <summary>Completions that the store took in all runs.</summary>
    public int AllEnds { get; set; }

    /// <summary>Ends that runners announced.</summary>
    public int Announcements { get; set; }

    public int Epoch { get; private set; }

    public bool WasCancelled { get; set; }

    public TimeSpan ClaimedAt { get; set; }

    /// <summary>Time at which its latest message was sent.</summary>
    public TimeSpan SentAt { get; set; }

    public TimeSpan MovedAt { get; set; }

    public void BeginEpoch()
    {
        Epoch++;
        Ends = 0;
    }
}

/// <summary>A sentence of the contract that did not hold.</summary>
/// <param name="Rule">The sentence.</param>
/// <param name="Details">What was found.</param>
/// <param name="Job">The job concerned.</param>
/// <param name="At">When it was seen; null at the end of the run.</param>
internal sealed record Violation(string Rule, string Details, JobId? Job = null, TimeSpan? At = null);
