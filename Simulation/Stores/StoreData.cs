using Jobs;
using Jobs.DeadLetters;
using Jobs.Failures;
using Jobs.Submissions;
using Jobs.Transitions;
using Jobs.Workers;
using Simulation.Faults;

namespace Simulation.Stores;

/// <summary>The data of the simulated store, which every process reaches and none takes along when it dies.</summary>
/// <param name="clock">The store's own clock.</param>
/// <param name="mutant">The wrong turn that it takes.</param>
internal sealed class StoreData(TimeProvider clock, Mutant mutant = Mutant.None)
{
    private readonly Dictionary<SubmissionId, int[]> counts = [];
    private int completions;

    /// <summary>Held during one call: the store is as atomic as a transaction.</summary>
    public Lock Gate { get; } = new();

    public TimeProvider Clock => clock;

    public Mutant Mutant => mutant;

    public Dictionary<JobId, Job> Jobs { get; } = [];

    public Dictionary<(SubmissionId Submission, string Key), JobId> Keys { get; } = [];

    public Dictionary<SubmissionId, Submission> Submissions { get; } = [];

    public Dictionary<SubmissionId, List<JobId>> Members { get; } = [];

    public Dictionary<string, SubmissionId> IdempotencyKeys { get; } = new(StringComparer.Ordinal);

    /// <summary>Jobs that have not ended.</summary>
    public HashSet<JobId> Open { get; } = [];

    public Dictionary<Guid, DeadLetter> DeadLetters { get; } = [];

    public Dictionary<string, string> Records { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, WorkerReport> Workers { get; } = new(StringComparer.Ordinal);

    public SpoolData Spool { get; } = new(mutant);

    /// <summary>Sees every change of a job.</summary>
    public Action<JobTransition?, Job?, Job>? Changed { get; set; }

    /// <summary>Adds a job unless its submission has the key.</summary>
    public bool TryAdd(Job job)
    {
        if (!Keys.TryAdd((job.SubmissionId, job.Key), job.Id) && mutant is not Mutant.AddsJobsTwice)
            return false;
        Jobs.Add(job.Id, job);
        Members[job.SubmissionId].Add(job.Id);
        if (!job.State.IsTerminal())
            Open.Add(job.Id);
        Count(job, 1);
        Changed?.Invoke(null, null, job);
        return true;
    }

    /// <summary>Applies a transition to a job.</summary>
    /// <returns>Null when it does not apply.</returns>
    public Job? Apply(JobTransition transition, JobId id, TransitionArguments arguments)
    {
        if (!Jobs.TryGetValue(id, out var before))
            return null;
        if (IgnoresFence(transition))
            arguments = arguments with { Fence = before.Fence };
        if (transition.Apply(Distort(transition, before), arguments) is not { } after)
            return null;
        if (mutant is Mutant.CompletesWithoutEffect && transition == JobTransitions.Succeed && ++completions % 5 == 0)
            return after;

        Keep(transition, before, Distort(transition, before, after));
        return Jobs[id];
    }

    /// <summary>Counts the jobs of a submission by state, as kept with every change.</summary>
    public SubmissionCounts CountsOf(SubmissionId id) => SubmissionCounts.From(
        JobStates.All.ToDictionary(state => state, state => counts.TryGetValue(id, out var all) ? all[(int)state] : 0));

    private void Keep(JobTransition transition, Job before, Job after)
    {
        Jobs[after.Id] = after;
        if (after.State.IsTerminal())
            Open.Remove(after.Id);
        else
            Open.Add(after.Id);
        if (mutant is not Mutant.Miscounts || transition != JobTransitions.Cancel)
        {
            Count(before, -1);
            Count(after, 1);
        }

        Changed?.Invoke(transition, before, after);
    }

    private void Count(Job job, int change)
    {
        if (!counts.TryGetValue(job.SubmissionId, out var all))
            counts.Add(job.SubmissionId, all = new int[JobStates.All.Length]);
        all[(int)job.State] += change;
    }

    private bool IgnoresFence(JobTransition transition) => mutant switch
    {
        Mutant.ConfirmsWithoutFence => transition == JobTransitions.Confirm,
        Mutant.CompletesWithoutFence => transition == JobTransitions.Succeed || transition == JobTransitions.Fail,
        _ => false,
    };

    private Job Distort(JobTransition transition, Job before) => mutant switch
    {
        Mutant.ClaimsRunningJobs when transition == JobTransitions.Claim && before.State is JobState.Running =>
            before with { State = JobState.Queued },
        Mutant.ExpiresAnyLease when transition == JobTransitions.Expire && before.State is JobState.Running =>
            before with { LeaseExpiresAt = DateTimeOffset.MinValue },
        _ => before,
    };

    private Job Distort(JobTransition transition, Job before, Job after) => mutant switch
    {
        Mutant.ForgetsCompletions => after with { CompletedFence = before.CompletedFence },
        Mutant.CountsStops when transition == JobTransitions.Postpone
            && after.Failure?.Code == FailureCodes.WorkerStopped => after with { Attempt = before.Attempt },
        Mutant.ForgetsLanes when transition == JobTransitions.PutBack => after with { WaitsSince = null },
        _ => after,
    };
}
