using Jobs;
using Jobs.Queues;
using Jobs.Stores;
using Tests.Support;

namespace Tests.Contracts;

public abstract class JobStoreRelayContract(TwoStores stores) : JobStoreContract(stores)
{
    [ContractFact]
    public async Task A_confirmed_job_is_queued_and_its_next_relay_is_far_off()
    {
        var job = await AddOneAsync();

        await Store.Outbox.MarkQueuedAsync([QueuedJob.Of(job)], Noon.AddSeconds(1), TimeSpan.FromMinutes(5), None);

        var read = (await Other.Reads.GetAsync(job.Id, None))!;
        Assert.Equal((JobState.Queued, Noon.AddSeconds(1)), (read.State, read.QueuedAt));
        Assert.Equal(Noon.AddSeconds(1) + TimeSpan.FromMinutes(5), read.NextRelayAt);
    }

    [ContractFact]
    public async Task A_late_confirmation_never_overwrites_a_later_state()
    {
        var running = await ClaimOneAsync();
        var waiting = await ClaimOneAsync();
        await Store.Claims.CompleteAsync(waiting.Lease, Again(Noon.AddMinutes(1)), None);
        var done = await ClaimOneAsync();
        await Store.Claims.CompleteAsync(done.Lease, Success(), None);

        await Store.Outbox.MarkQueuedAsync(
            [QueuedJob.Of(running.Job), QueuedJob.Of(waiting.Job), QueuedJob.Of(done.Job)], Noon.AddSeconds(3),
            Some.RedeliveryDelay, None);

        Assert.Equal(JobState.Running, (await ReadAsync(running.Job.Id)).State);
        Assert.Equal(JobState.Retrying, (await ReadAsync(waiting.Job.Id)).State);
        Assert.Equal(JobState.Succeeded, (await ReadAsync(done.Job.Id)).State);
    }

    [ContractFact]
    public async Task A_retry_that_is_due_is_queued_when_confirmed()
    {
        var (job, lease) = await ClaimOneAsync();
        await Store.Claims.CompleteAsync(lease, Again(Noon.AddMinutes(1)), None);

        await Store.Outbox.MarkQueuedAsync([QueuedJob.Of(job)], Noon.AddMinutes(1), Some.RedeliveryDelay, None);

        var read = await ReadAsync(job.Id);
        Assert.Equal(JobState.Queued, read.State);
        Assert.Null(read.DueAt);
    }

    [ContractFact]
    public async Task A_confirmation_from_before_a_retry_does_not_confirm_the_retry()
    {
        var published = await AddOneAsync();
        var claimed = (await ClaimAsync(published.Id))!;
        await Store.Claims.CompleteAsync(new Lease(claimed.Id, claimed.Fence), Again(Noon.AddSeconds(2)), None);

        await Store.Outbox.MarkQueuedAsync([QueuedJob.Of(published)], Noon.AddMinutes(1), Some.RedeliveryDelay, None);

        var read = await ReadAsync(published.Id);
        Assert.Equal((JobState.Retrying, Noon.AddSeconds(2)), (read.State, read.NextRelayAt));
    }

    [ContractFact]
    public async Task The_relay_takes_the_longest_waiting_jobs_and_each_job_once()
    {
        var submission = Some.Submission();
        var jobs = Some.Jobs(submission.Id, 10)
            .Select((job, i) => job with { NextRelayAt = Noon.AddSeconds(i < 8 ? 8 - i : 60) }).ToArray();
        await Store.Submissions.AddAsync(submission, jobs, None);

        var first = await Store.Outbox.TakeAllAsync(Noon.AddSeconds(8), Some.RedeliveryDelay, 5, None);
        var second = await Other.Outbox.TakeAllAsync(Noon.AddSeconds(8), Some.RedeliveryDelay, 5, None);

        Assert.Equal(["key-3", "key-4", "key-5", "key-6", "key-7"], first.Select(job => job.Key).Order());
        Assert.Equal(["key-0", "key-1", "key-2"], second.Select(job => job.Key).Order());
        Assert.All(first, job => Assert.Equal((JobState.Accepted, 1), (job.State, job.Relays)));
        Assert.Empty(await Store.Outbox.TakeAllAsync(Noon.AddSeconds(8), Some.RedeliveryDelay, 5, None));
    }

    [ContractFact]
    public async Task The_relay_takes_jobs_without_their_payload()
    {
        var job = await AddOneAsync();
        var (running, _) = await ClaimOneAsync();

        var taken = await Store.Outbox.TakeForRelayAsync(
            new RelayTurn(Noon.AddHours(1), Some.RedeliveryDelay, 10) { LeasesEndedBy = Noon.AddHours(1) }, None);

        Assert.Equal([job.Id, running.Id], taken.Select(one => one.Id));
        Assert.All(taken, one => Assert.Equal("", one.Payload));
        Assert.Equal(JobMessage.For(job), JobMessage.For(taken[0]));
        Assert.Equal(job.Payload, (await ReadAsync(job.Id)).Payload);
    }

    [ContractFact]
    public async Task Of_two_relays_at_once_only_one_gets_a_job()
    {
        var jobs = await AddManyAsync(500);

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? Store : Other).Outbox.TakeAllAsync(
                Noon.AddMinutes(1), Some.RedeliveryDelay, 50, None))));

        var ids = taken.SelectMany(batch => batch).Select(job => job.Id).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(jobs.Length, ids.Length);
    }

    [ContractFact]
    public async Task The_next_turn_comes_later_with_each_relay()
    {
        var job = await AddOneAsync();
        var now = Noon.AddMinutes(1);
        foreach (var factor in (int[])[1, 2, 4, 8, 8])
        {
            await Store.Outbox.TakeAllAsync(now, Some.RedeliveryDelay, 10, None);

            var next = (await ReadAsync(job.Id)).NextRelayAt!.Value;
            Assert.Equal(now + Some.RedeliveryDelay * factor, next);
            now = next;
        }

        await Store.Outbox.MarkQueuedAsync([QueuedJob.Of(job)], now, Some.RedeliveryDelay, None);
        Assert.Equal(now + Some.RedeliveryDelay * 32, (await ReadAsync(job.Id)).NextRelayAt);
    }

    [ContractFact]
    public async Task Ordinary_retries_lengthen_no_wait_for_a_lost_message()
    {
        var job = await AddOneAsync();
        var now = Noon;
        for (var retry = 0; retry < 6; retry++)
        {
            var claimed = (await ClaimAsync(job.Id, now))!;
            await Store.Claims.CompleteAsync(new Lease(job.Id, claimed.Fence), Again(now.AddSeconds(1)), None);
            now = now.AddSeconds(1);
            var taken = Assert.Single(await Store.Outbox.TakeAllAsync(now, Some.RedeliveryDelay, 10, None));
            await Store.Outbox.MarkQueuedAsync([QueuedJob.Of(taken)], now, Some.RedeliveryDelay, None);
        }

        Assert.Equal(now + Some.RedeliveryDelay, (await ReadAsync(job.Id)).NextRelayAt);
    }

    [ContractFact]
    public async Task A_relay_that_may_not_judge_leases_leaves_running_jobs_alone()
    {
        var (running, _) = await ClaimOneAsync();
        var waiting = await AddOneAsync();

        var taken = await Other.Outbox.TakeForRelayAsync(
            new RelayTurn(Noon.AddHours(1), Some.RedeliveryDelay, 10), None);

        Assert.Equal(waiting.Id, Assert.Single(taken).Id);
        Assert.Equal(JobState.Running, (await ReadAsync(running.Id)).State);
    }

    [ContractFact]
    public async Task A_job_remembers_which_claim_was_completed()
    {
        var (job, lease) = await ClaimOneAsync();
        await Store.Claims.CompleteAsync(lease, Again(Noon), None);
        var claimed = (await ClaimAsync(job.Id))!;

        Assert.Equal((1, 2), (claimed.CompletedFence, claimed.Fence));
        Assert.Equal(1, (await ReadAsync(job.Id)).CompletedFence);
    }

    [ContractFact]
    public async Task A_queued_job_is_relayed_after_its_redelivery_delay()
    {
        var job = await AddOneAsync();
        await Store.Outbox.MarkQueuedAsync([QueuedJob.Of(job)], Noon, Some.RedeliveryDelay, None);

        Assert.Empty(await Store.Outbox.TakeAllAsync(
            Noon + Some.RedeliveryDelay - TimeSpan.FromMilliseconds(1), Some.RedeliveryDelay, 10, None));
        Assert.Equal(JobState.Queued, Assert.Single(await Store.Outbox.TakeAllAsync(Noon + Some.RedeliveryDelay,
            Some.RedeliveryDelay, 10, None)).State);
    }

    [ContractFact]
    public async Task The_relay_frees_a_job_whose_worker_died()
    {
        var (job, lease) = await ClaimOneAsync();

        Assert.Empty(
            await Other.Outbox.TakeAllAsync(
                Noon + Lease - TimeSpan.FromMilliseconds(1), Some.RedeliveryDelay, 10, None));
        var taken = Assert.Single(await Other.Outbox.TakeAllAsync(Noon + Lease, Some.RedeliveryDelay, 10, None));

        Assert.Equal((JobState.Retrying, Noon + Lease), (taken.State, taken.DueAt));
        Assert.False(await Store.Claims.CompleteAsync(lease, Success(), None));
        var claimed = (await ClaimAsync(job.Id, Noon + Lease))!;
        Assert.Equal((2, 2), (claimed.Attempt, claimed.Fence));
    }

    [ContractFact]
    public async Task The_start_of_the_only_process_releases_what_a_dead_one_left()
    {
        var accepted = await AddOneAsync();
        var queued = await AddOneAsync();
        await Store.Outbox.MarkQueuedAsync([QueuedJob.Of(queued)], Noon, TimeSpan.FromMinutes(5), None);
        var (running, _) = await ClaimOneAsync();
        var retrying = await ClaimOneAsync();
        await Store.Claims.CompleteAsync(retrying.Lease, Again(Noon.AddHours(1)), None);
        var done = await ClaimOneAsync();
        await Store.Claims.CompleteAsync(done.Lease, Success(), None);

        var released = await Other.Outbox.ReleaseAllAsync(Noon.AddSeconds(3), None);

        Assert.Equal(3, released);
        var taken = await Store.Outbox.TakeAllAsync(Noon.AddSeconds(3), Some.RedeliveryDelay, 10, None);
        Assert.Equal(
            new[] { accepted.Id, queued.Id, running.Id }.OrderBy(id => id.ToString()),
            taken.Select(job => job.Id).OrderBy(id => id.ToString()));
        var claimed = (await ClaimAsync(running.Id, Noon.AddSeconds(3)))!;
        Assert.Equal((1, 2), (claimed.Attempt, claimed.Fence));
    }
}
