using Jobs;
using Jobs.Failures;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Transitions;
using Tests.Support;

namespace Tests.Contracts;

/// <summary>Compares a store with the model of <see cref="JobTransitions"/> along random lives of jobs.</summary>
public abstract class JobStoreModelContract(TwoStores stores) : JobStoreContract(stores)
{
    private const int Lives = 12;
    private const int Steps = 90;

    private readonly Dictionary<JobId, Job> model = [];
    private readonly HashSet<JobState> seen = [];
    private DateTimeOffset now = Noon;

    [ContractFact]
    public async Task Every_change_agrees_with_the_table_of_transitions()
    {
        var random = new Random(20260301);
        var submission = Some.Submission();
        foreach (var job in Some.Jobs(submission.Id, Lives))
            model.Add(job.Id, job);
        await Store.Submissions.AddAsync(submission, [.. model.Values], None);

        for (var step = 0; step < Steps; step++)
        {
            foreach (var job in model.Values.ToArray())
            {
                // Short and long waits, so that some times have come and others have not.
                now += TimeSpan.FromMilliseconds(random.Next(40) switch
                {
                    0 => 60_000,
                    1 => 5_000,
                    _ => random.Next(300),
                });
                var change = random.Next(9);
                await ChangeAsync(job, change, random);
                await AssertAgreesAsync(job.Id, $"step {step}, change {change}");
            }
        }

        Assert.Equal(JobStates.All.Length, seen.Count);
    }

    private async Task ChangeAsync(Job job, int change, Random random)
    {
        // Sometimes uses the fence of an earlier claim.
        var fence = Math.Max(0, job.Fence - random.Next(4) / 3);
        var lease = new Lease(job.Id, fence);
        var later = now.AddSeconds(random.Next(1, 120));
        switch (change)
        {
            case 0:
                await Store.Outbox.MarkQueuedAsync([new QueuedJob(job.Id, fence)], now, Some.RedeliveryDelay, None);
                Apply(JobTransitions.Confirm, job.Id, new(now) { Fence = fence, Delay = Some.RedeliveryDelay });
                break;
            case 1 or 2:
                var claimed = await Other.Claims.ClaimAsync(job.Id, $"worker-{change}", now, later, None);
                var applied = Apply(
                    JobTransitions.Claim, job.Id, new(now) { Worker = $"worker-{change}", LeaseEnd = later });
                Assert.Equal(applied, claimed is not null);
                break;
            case 3:
                var lost = await Store.Claims.RenewAsync([lease], later, None);
                Assert.Equal(
                    Apply(JobTransitions.Renew, job.Id, new(now) { Fence = fence, LeaseEnd = later }), lost.Count == 0);
                break;
            case 4 or 5:
                var completion = CompletionOf(random, later);
                var completed = await Store.Claims.CompleteAsync(lease, completion, None);
                Assert.Equal(
                    Apply(JobTransitions.For(completion), job.Id, TransitionArguments.For(lease, completion)),
                    completed);
                break;
            case 6 when random.Next(4) == 0:
                await TakeForRelayAsync();
                break;
            case 6 when job.Attempt % 2 == 1:
                await Other.Submissions.AdvanceAsync(job.Id, now, later, None);
                Apply(JobTransitions.Advance, job.Id, new(now) { RelayTime = later });
                break;
            case 7 when random.Next(4) == 0:
                await DispatchAsync(job.Lane);
                break;
            case 7 when random.Next(3) > 0:
                await Other.Submissions.CancelAsync(job.Id, now, None);
                Apply(JobTransitions.Cancel, job.Id, new(now));
                break;
            case 7 when random.Next(5) == 0:
                await ReleaseAllAsync();
                break;
            case 8:
                await Store.Submissions.RetryAsync(job.Id, now, later, None);
                Apply(JobTransitions.Rerun, job.Id, new(now) { RelayTime = later });
                break;
            default:
                break;
        }
    }

    private async Task TakeForRelayAsync()
    {
        var taken = await Store.Outbox.TakeAllAsync(now, Some.RedeliveryDelay, Lives, None);
        var arguments = new TransitionArguments(now) { Delay = Some.RedeliveryDelay };
        var expected = model.Keys.Where(id =>
            Apply(JobTransitions.Republish, id, arguments) || Apply(JobTransitions.Resume, id, arguments)
            || Apply(JobTransitions.Expire, id, arguments)).ToHashSet();
        Assert.Equal(expected, [.. taken.Select(job => job.Id)]);
    }

    private async Task DispatchAsync(JobLane lane)
    {
        var taken = await Store.Outbox.DispatchAsync([(lane, Lives)], now, Some.RedeliveryDelay, None);
        var arguments = new TransitionArguments(now) { Delay = Some.RedeliveryDelay };
        var expected = model.Keys.ToArray()
            .Where(id => model[id].Lane == lane && Apply(JobTransitions.Dispatch, id, arguments)).ToHashSet();
        Assert.Equal(expected, [.. taken.Select(job => job.Id)]);
    }

    private async Task ReleaseAllAsync()
    {
        var released = await Store.Outbox.ReleaseAllAsync(now, None);
        var expected = model.Keys.ToArray().Count(id =>
            Apply(JobTransitions.Release, id, new(now)) || Apply(JobTransitions.ReleaseRunning, id, new(now)));
        Assert.Equal(expected, released);
    }

    private bool Apply(JobTransition transition, JobId id, TransitionArguments arguments)
    {
        if (transition.Apply(model[id], arguments) is not { } changed)
            return false;
        Assert.True(transition.To is null || JobStates.CanMove(model[id].State, changed.State));
        model[id] = changed;
        return true;
    }

    private async Task AssertAgreesAsync(JobId id, string context)
    {
        var expected = model[id];
        var actual = await ReadAsync(id);
        Assert.Equal(expected.Stages, actual.Stages);
        Assert.True(
            expected == actual with { Stages = expected.Stages }, $"{context}\nmodel: {expected}\nstore: {actual}");
        seen.UnionWith(model.Values.Select(job => job.State));
    }

    private Completion CompletionOf(Random random, DateTimeOffset later)
    {
        Stage[] stages = [.. Enumerable.Range(0, random.Next(3)).Select(
            i => new Stage($"stage {i}", now, TimeSpan.FromMilliseconds(i), "ok"))];
        var failure = new Failure(FailureKind.Transient, "It timed out.", TimeSpan.FromSeconds(2), "timed-out");
        return random.Next(20) switch
        {
            0 => new Completion.Succeeded("""{"title":"日本"}""") { At = now, Stages = stages },
            1 => new Completion.Succeeded(null) { At = now, Stages = stages },
            2 or 3 => new Completion.Failed(failure) { At = now, Stages = stages },
            4 or 5 => new Completion.PutBack(failure) { At = now, Stages = stages },
            < 9 => new Completion.Retrying(failure, later, Counted: false) { At = now, Stages = stages },
            _ => new Completion.Retrying(failure, later, Counted: true) { At = now, Stages = stages },
        };
    }
}
