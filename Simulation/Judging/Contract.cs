using Files.Batches;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Failures;
using Jobs.Running;
using Jobs.Submissions;
using Jobs.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Simulation.Scheduling;
using Simulation.Stores;

namespace Simulation.Judging;

/// <summary>
/// The promises of the product: each sentence is a method, and every run ends with all of them.
/// </summary>
internal sealed class Contract(
    World world, Journal journal, Ledger ledger, StoreData data, Fleet fleet,
    IReadOnlyList<DeadLetter> listed, bool isDone)
{
    public const string NothingAcceptedIsLost = "Nothing that a client got accepted is lost.";
    public const string EveryOpenJobEndsAfterTheFaults = "Every open job ends within a stated time after the faults.";
    public const string AnEffectIsThereOnce = "A run of a job ends once, and its end is announced at most once.";
    public const string AFailedJobHasItsDeadLetter =
        "A job that failed for good has its dead letter, and only such a job.";
    public const string EndedSubmissionsAreNotified = "Each submission with a webhook is notified once it has ended.";
    public const string ARequestIsAcceptedOnce =
        "A request with an idempotency key is accepted once, and a submission has each job once.";
    public const string CountsEqualJobs = "The counts of a submission are those of its jobs.";
    public const string AQueuedJobHasAMessage = "A job counts as queued only with a message since its latest claim.";
    public const string OnlyASilentWorkerLosesItsJobs =
        "A running job is taken only from a worker that did not renew its lease for a reason of its own.";
    public const string NothingIsHeldAfterTheEnd = "Leases and spooled files are free when nothing runs any more.";
    public const string AnIdleProcessHoldsNoJob = "A process that has nothing to do holds nothing of any job.";
    public const string AStopCostsNoAttempt = "An attempt that a stop cut off does not count.";
    public const string NoProcessEndsBecauseOfAFault = "No process ends because of a fault.";
    public const string NoTurnFailsByABug = "No turn of a service fails by a bug.";
    public const string AllCodeStaysInItsProcess = "All code stays in its process, where the seed decides.";

    private readonly List<Violation> violations = [.. journal.Violations];

    public IReadOnlyList<Violation> Judge()
    {
        NothingAcceptedIsLostHolds();
        NoBatchIsLostHolds();
        ARequestIsAcceptedOnceHolds();
        CountsEqualJobsHolds();
        EveryOpenJobEndsHolds();
        AnEffectIsThereOnceHolds();
        AFailedJobHasItsDeadLetterHolds();
        EndedSubmissionsAreNotifiedHolds();
        NothingIsHeldHolds();
        foreach (var crash in world.Crashes)
            Violate(NoProcessEndsBecauseOfAFault, crash);
        foreach (var escape in world.Escapes)
            Violate(AllCodeStaysInItsProcess, escape);
        return violations;
    }

    private void NothingAcceptedIsLostHolds()
    {
        foreach (var (id, asked) in ledger.Accepted)
        {
            for (var i = 0; i < asked.Items.Length; i++)
            {
                if (!data.Keys.TryGetValue((id, asked.KeyOf(i)), out var job))
                    Violate(NothingAcceptedIsLost, $"Item {asked.KeyOf(i)} of submission {id} is no job.");
                else if (data.Jobs[job] is { State: JobState.Succeeded, Result: null })
                    Violate(NothingAcceptedIsLost, "The job succeeded without its result.", job);
            }
        }
    }

    private void NoBatchIsLostHolds()
    {
        foreach (var (id, asked) in ledger.AcceptedFiles)
        {
            // With its last batch, a client cancels those that are not stored yet.
            var last = BatchId.For(id, asked.Batches - 1);
            for (var number = 0; number < asked.Batches && !journal.Of(last).WasCancelled; number++)
            {
                if (!data.Jobs.ContainsKey(BatchId.For(id, number)))
                    Violate(NothingAcceptedIsLost, $"Batch {number} of file {id} is no job.", last);
            }
        }

        foreach (var (id, entry) in data.Spool.Files)
        {
            if (isDone && entry.File is not null && data.Submissions.ContainsKey(id))
                Violate(NothingIsHeldAfterTheEnd, $"The spool has the file of submission {id}, which is stored.");
        }
    }

    private void ARequestIsAcceptedOnceHolds()
    {
        var keys = data.Submissions.Values.Select(one => one.IdempotencyKey).OfType<string>();
        foreach (var (key, count) in keys.CountBy(key => key))
        {
            if (count > 1)
                Violate(ARequestIsAcceptedOnce, $"{count} submissions have the key \"{key}\".");
        }

        foreach (var job in data.Jobs.Values)
        {
            if (data.Keys[(job.SubmissionId, job.Key)] != job.Id)
                Violate(ARequestIsAcceptedOnce, "Its submission has another job with its key.", job.Id);
        }
    }

    private void CountsEqualJobsHolds()
    {
        foreach (var (id, members) in data.Members)
        {
            var counts = SubmissionCounts.From(members.CountBy(job => data.Jobs[job].State).ToDictionary());
            if (counts != data.CountsOf(id))
                Violate(CountsEqualJobs, $"Submission {id}: {data.CountsOf(id)} instead of {counts}.");
        }
    }

    private void EveryOpenJobEndsHolds()
    {
        if (isDone)
            return;
        foreach (var job in data.Open.Select(id => data.Jobs[id]))
        {
            Violate(
                EveryOpenJobEndsAfterTheFaults,
                $"The {job.Kind} job is {job.State}, attempt {job.Attempt}, and last moved at "
                + $"{journal.Of(job.Id).MovedAt - TimeSpan.FromHours(1):mm\\:ss}.",
                job.Id);
        }

        if (data.Open.Count == 0)
            Violate(EveryOpenJobEndsAfterTheFaults, "A client never got its answer.");
    }

    private void AnEffectIsThereOnceHolds()
    {
        foreach (var (id, history) in journal.Histories)
        {
            if (history.Ends > 1)
                Violate(AnEffectIsThereOnce, $"The store took {history.Ends} ends of one run.", id);
            if (history.Announcements > history.AllEnds)
                Violate(AnEffectIsThereOnce, $"{history.Announcements} announcements of {history.AllEnds} ends.", id);
        }
    }

    private void AFailedJobHasItsDeadLetterHolds()
    {
        var letters = listed.Where(letter => letter.JobId is not null).ToDictionary(letter => letter.JobId!.Value);
        foreach (var job in data.Jobs.Values)
        {
            var isDead = job is { State: JobState.Failed, Failure.Kind: not FailureKind.Unavailable };
            var has = letters.ContainsKey(job.Id);
            if (isDead && !has)
                Violate(AFailedJobHasItsDeadLetter, $"The job failed without one: {job.Failure?.Reason}", job.Id);
            if (has && !isDead && job.State.IsTerminal())
                Violate(AFailedJobHasItsDeadLetter, $"The job is {job.State} and has one.", job.Id);
        }

        foreach (var letter in data.DeadLetters.Values.Where(letter => letter.JobId is { } id
            && !letters.ContainsKey(id)))
            Violate(AFailedJobHasItsDeadLetter, "The list did not remove the one left over.", letter.JobId);
    }

    private void EndedSubmissionsAreNotifiedHolds()
    {
        if (!isDone)
            return;
        foreach (var (id, asked) in ledger.Accepted)
        {
            if (asked.Webhook is not { } url || ledger.DeliveriesTo(url) > 0)
                continue;

            // The job of a webhook is a job as others, which a client may cancel.
            var job = data.Jobs.Values.FirstOrDefault(job =>
                job.Kind == WebhookJobs.Kind.Name && job.Key == id.ToString());
            if (job is not { State: JobState.Cancelled })
                Violate(
                    EndedSubmissionsAreNotified, $"Submission {id} has ended, and its webhook was not sent.", job?.Id);
        }
    }

    private void NothingIsHeldHolds()
    {
        if (!isDone)
            return;
        foreach (var process in fleet.Processes.Where(process => process.IsUp))
        {
            if (process.Services.GetService<LeaseKeeper>() is { Count: > 0 and var leases })
                Violate(NothingIsHeldAfterTheEnd, $"{process.Name} renews {leases} leases.");
            foreach (var held in MemoryWalk.Find(process.Services))
                Violate(AnIdleProcessHoldsNoJob, $"{process.Name}: {held}");
        }
    }

    private void Violate(string rule, string details, JobId? job = null) =>
        violations.Add(new Violation(rule, details, job));
}
