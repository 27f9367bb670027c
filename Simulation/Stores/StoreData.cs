using Jobs;
using Jobs.DeadLetters;
using Jobs.Submissions;
using Jobs.Transitions;
using Jobs.Workers;

namespace Simulation.Stores;

/// <summary>The data of the simulated store, which every process reaches and none takes along when it dies.</summary>
/// <param name="clock">The store's own clock.</param>
internal sealed class StoreData(TimeProvider clock)
{
    /// <summary>Held during one call: the store is as atomic as a transaction.</summary>
    public Lock Gate { get; } = new();

    public TimeProvider Clock => clock;

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

    /// <summary>Sees every change of a job.</summary>
    public Action<JobTransition?, Job?, Job>? Changed { get; set; }

    /// <summary>Adds a job unless its submission has the key.</summary>
    public bool TryAdd(Job job)
    {
        if (!Keys.TryAdd((job.SubmissionId, job.Key), job.Id))
            return false;
        Jobs.Add(job.Id, job);
        Members[job.SubmissionId].Add(job.Id);
        if (!job.State.IsTerminal())
            Open.Add(job.Id);
        Changed?.Invoke(null, null, job);
        return true;
    }

    /// <summary>Applies a transition to a job.</summary>
    /// <returns>Null when it does not apply.</returns>
    public Job? Apply(JobTransition transition, JobId id, in TransitionArguments arguments)
    {
        if (!Jobs.TryGetValue(id, out var before) || transition.Apply(before, arguments) is not { } after)
            return null;
        Jobs[id] = after;
        if (after.State.IsTerminal())
            Open.Remove(id);
        else
            Open.Add(id);
        Changed?.Invoke(transition, before, after);
        return after;
    }
}
