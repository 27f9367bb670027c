using Jobs;
using Jobs.Failures;
using Jobs.Queues;
using Jobs.Stores;
using Tests.Support;

namespace Tests.Contracts;

/// <summary>Specifies the jobs that wait in the store for their turn.</summary>
public abstract class JobStoreLanesContract(TwoStores stores) : JobStoreContract(stores)
{
    private static readonly JobLane Bulk = new(JobPriority.Bulk, "link", "big");
    private static readonly JobLane Urgent = new(JobPriority.Interactive, "link", "small 日本|x");
    private static readonly JobLane Media = new(JobPriority.Normal, "media", "big");

    [ContractFact]
    public async Task A_waiting_job_is_never_relayed_and_leaves_its_lane_once_in_the_order_of_acceptance()
    {
        var jobs = await WaitAsync(Bulk, 5);

        Assert.Empty(await Store.Outbox.TakeAllAsync(Noon.AddDays(1), Some.RedeliveryDelay, 10, None));
        var first = await Store.Outbox.DispatchAsync([(Bulk, 2)], Noon, Some.RedeliveryDelay, None);
        var second = await Other.Outbox.DispatchAsync([(Bulk, 9)], Noon, Some.RedeliveryDelay, None);

        Assert.Equal(jobs.Select(job => job.Id), first.Concat(second).Select(job => job.Id));
        Assert.All(first, job => Assert.Equal(
            (JobState.Accepted, null, Noon, Noon + Some.RedeliveryDelay),
            (job.State, job.WaitsSince, job.ReleasedAt, job.NextRelayAt)));
        Assert.Empty(await Store.Outbox.DispatchAsync([(Bulk, 9)], Noon, Some.RedeliveryDelay, None));
        Assert.Equal(first[0], (await ReadAsync(first[0].Id)).Brief() with { Stages = first[0].Stages });
    }

    [ContractFact]
    public async Task A_dispatched_job_has_its_payload_unless_that_is_long()
    {
        var submission = Some.Submission();
        string[] payloads =
        [
            """{"link":"日本"}""", new('a', Job.MaxBriefPayload), new('a', Job.MaxBriefPayload + 1),
            new('本', (Job.MaxBriefPayload / 3) + 1),
        ];
        var jobs = payloads.Zip(Some.Jobs(submission.Id, payloads.Length), (payload, job) => job with
        {
            Payload = payload, Priority = Bulk.Priority, Client = Bulk.Client, NextRelayAt = null, WaitsSince = Noon,
        });
        await Store.Submissions.AddAsync(submission, [.. jobs], None);

        var taken = await Other.Outbox.DispatchAsync([(Bulk, 9)], Noon, Some.RedeliveryDelay, None);

        Assert.Equal([payloads[0], payloads[1], "", ""], taken.Select(job => job.Payload));
        Assert.Equal(payloads[3], (await ReadAsync(taken[3].Id)).Payload);
    }

    [ContractFact]
    public async Task Of_two_dispatchers_at_once_one_gets_a_job()
    {
        await WaitAsync(Bulk, 200);

        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? Store : Other).Outbox.DispatchAsync(
                [(Bulk, 50)], Noon, Some.RedeliveryDelay, None))));

        var ids = taken.SelectMany(batch => batch).Select(job => job.Id).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [ContractFact]
    public async Task Lanes_with_waiting_jobs_are_listed_in_order_and_a_page_at_a_time()
    {
        await WaitAsync(Bulk, 3);
        await WaitAsync(Media, 2);
        await WaitAsync(Urgent, 1);
        await AddOneAsync();

        Assert.Equal([Urgent, Media, Bulk], await Store.Outbox.ListLanesAsync(null, 10, None));
        Assert.Equal([Urgent, Media], await Other.Outbox.ListLanesAsync(null, 2, None));
        Assert.Equal([Bulk], await Other.Outbox.ListLanesAsync(Media, 2, None));

        await Store.Outbox.DispatchAsync([(Urgent, 1), (Bulk, 2)], Noon, Some.RedeliveryDelay, None);
        Assert.Equal([Media, Bulk], await Store.Outbox.ListLanesAsync(null, 10, None));
    }

    [ContractFact]
    public async Task A_job_that_is_put_back_waits_at_the_front_with_its_attempts()
    {
        var jobs = await WaitAsync(Bulk, 2);
        await Store.Outbox.DispatchAsync([(Bulk, 1)], Noon, Some.RedeliveryDelay, None);
        var claimed = (await ClaimAsync(jobs[0].Id))!;
        var failure = new Failure(FailureKind.RateLimited, "Its 10 requests per minute are used up.");

        Assert.True(await Store.Claims.CompleteAsync(
            new Lease(claimed.Id, claimed.Fence), new Completion.PutBack(failure) { At = Noon.AddSeconds(2) }, None));

        var read = await ReadAsync(claimed.Id);
        Assert.Equal(
            (JobState.Accepted, 0, 1, Noon.AddSeconds(2), null, null),
            (read.State, read.Attempt, read.Fence, read.WaitsSince, read.NextRelayAt, read.LeaseExpiresAt));
        Assert.Equal(failure, read.Failure);
        await Store.Outbox.MarkQueuedAsync([QueuedJob.Of(jobs[0])], Noon.AddSeconds(3), Some.RedeliveryDelay, None);
        var next = await Other.Outbox.DispatchAsync([(Bulk, 1)], Noon.AddSeconds(3), Some.RedeliveryDelay, None);
        Assert.Equal(jobs[0].Id, Assert.Single(next).Id);
    }

    [ContractFact]
    public async Task Released_jobs_are_counted_by_kind_and_waiting_ones_are_not()
    {
        await WaitAsync(Bulk, 3);
        await AddOneAsync();
        var queued = await AddOneAsync();
        await Store.Outbox.MarkQueuedAsync([QueuedJob.Of(queued)], Noon, Some.RedeliveryDelay, None);
        await ClaimOneAsync();
        var (_, retrying) = await ClaimOneAsync();
        await Store.Claims.CompleteAsync(retrying, Again(Noon.AddMinutes(1)), None);
        var (_, done) = await ClaimOneAsync();
        await Store.Claims.CompleteAsync(done, Success(), None);
        await AddOneAsync("media");

        var counts = await Other.Outbox.CountReleasedAsync(None);

        Assert.Equal(
            [("link", new ReleasedJobs(2, 1)), ("media", new ReleasedJobs(1, 0))],
            counts.OrderBy(count => count.Key).Select(count => (count.Key, count.Value)));
    }

    [ContractFact]
    public async Task Waiting_jobs_are_counted_by_priority_and_kind_with_their_clients()
    {
        await WaitAsync(Bulk, 3);
        await WaitAsync(Bulk with { Client = "other" }, 2);
        await WaitAsync(Media, 2);
        await WaitAsync(Urgent, 1);
        await AddOneAsync();

        Assert.Equal(
            [
                new WaitingCount(JobPriority.Interactive, "link", 1, 1),
                new WaitingCount(JobPriority.Normal, "media", 2, 1),
                new WaitingCount(JobPriority.Bulk, "link", 5, 2),
            ],
            await Other.Outbox.CountWaitingAsync(None));
    }

    [ContractFact]
    public async Task A_cancelled_job_leaves_its_lane_and_a_restart_leaves_waiting_jobs_there()
    {
        var jobs = await WaitAsync(Bulk, 2);
        await Store.Submissions.CancelAsync(jobs[0].Id, Noon, None);

        Assert.Equal(0, await Store.Outbox.ReleaseAllAsync(Noon, None));

        var taken = await Store.Outbox.DispatchAsync([(Bulk, 9)], Noon, Some.RedeliveryDelay, None);
        Assert.Equal(jobs[1].Id, Assert.Single(taken).Id);
    }

    private async Task<Job[]> WaitAsync(JobLane lane, int count)
    {
        var submission = Some.Submission();
        Job[] jobs =
        [
            .. Some.Jobs(submission.Id, count, lane.Kind).Select(job => job with
            {
                Priority = lane.Priority, Client = lane.Client, NextRelayAt = null, WaitsSince = Noon,
            }),
        ];
        await Store.Submissions.AddAsync(submission, jobs, None);
        return jobs;
    }
}
