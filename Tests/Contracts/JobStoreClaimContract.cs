using Jobs;
using Jobs.Failures;
using Jobs.Stores;
using Tests.Support;

namespace Tests.Contracts;

public abstract class JobStoreClaimContract(TwoStores stores) : JobStoreContract(stores)
{
    [ContractFact]
    public async Task A_claim_returns_everything_that_the_worker_needs()
    {
        var job = await AddOneAsync();

        var claimed = (await Store.Claims.ClaimAsync(job.Id, "worker-1", Noon.AddSeconds(1), Noon.AddSeconds(9),
            None))!;

        Assert.Equal(JobState.Running, claimed.State);
        Assert.Equal((1, 1), (claimed.Attempt, claimed.Fence));
        Assert.Equal("worker-1", claimed.Owner);
        Assert.Equal(Noon.AddSeconds(1), claimed.StartedAt);
        Assert.Equal(Noon.AddSeconds(9), claimed.LeaseExpiresAt);
        Assert.Equal(job.Payload, claimed.Payload);
        Assert.Equal(job.TraceParent, claimed.TraceParent);
        Assert.Equal(Counts((JobState.Running, 1)), await Other.Reads.CountAllAsync(None));
    }

    [ContractFact]
    public async Task Of_a_hundred_claimers_one_wins()
    {
        var job = await AddOneAsync();

        var claims = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? Store : Other).Claims.ClaimAsync(job.Id, $"worker-{i}", Noon, Noon + Lease, None))));

        var winner = Assert.Single(claims.OfType<Job>());
        Assert.Equal(winner.Owner, (await ReadAsync(job.Id)).Owner);
        Assert.Equal(1, winner.Fence);
    }

    [ContractFact]
    public async Task A_claimed_job_cannot_be_claimed_until_the_relay_ends_its_lease()
    {
        var (job, _) = await ClaimOneAsync();

        Assert.Null(await ClaimAsync(job.Id, Noon + Lease));
        Assert.Single(await Other.Outbox.TakeAllAsync(Noon + Lease, Some.RedeliveryDelay, 10, None));
        var taken = (await ClaimAsync(job.Id, Noon + Lease, "heir"))!;

        Assert.Equal((2, 2, "heir"), (taken.Attempt, taken.Fence, taken.Owner));
    }

    [ContractFact]
    public async Task An_older_claim_can_neither_complete_nor_renew()
    {
        var (job, old) = await ClaimOneAsync();
        await Other.Outbox.TakeAllAsync(Noon + Lease, Some.RedeliveryDelay, 10, None);
        var taken = (await ClaimAsync(job.Id, Noon + Lease))!;
        var current = new Lease(job.Id, taken.Fence);

        Assert.False(await Store.Claims.CompleteAsync(old, Success("\"old\""), None));
        Assert.Equal([old], await Store.Claims.RenewAsync([old, current], Noon.AddMinutes(1), None));
        Assert.True(await Other.Claims.CompleteAsync(current, Success("\"new\""), None));

        Assert.Equal("\"new\"", (await ReadAsync(job.Id)).Result);
    }

    [ContractFact]
    public async Task A_renewed_lease_holds_longer()
    {
        var (job, lease) = await ClaimOneAsync();

        Assert.Empty(await Store.Claims.RenewAsync([lease], Noon.AddMinutes(1), None));

        Assert.Null(await ClaimAsync(job.Id, Noon.AddSeconds(59)));
        Assert.Equal(Noon.AddMinutes(1), (await ReadAsync(job.Id)).LeaseExpiresAt);
    }

    [ContractFact]
    public async Task An_expired_lease_that_nobody_claimed_still_completes()
    {
        var (job, lease) = await ClaimOneAsync();

        Assert.True(await Store.Claims.CompleteAsync(lease, Success() with { At = Noon.AddHours(1) }, None));

        Assert.Equal(JobState.Succeeded, (await ReadAsync(job.Id)).State);
    }

    [ContractFact]
    public async Task Success_keeps_the_result_and_the_stages_and_ends_the_job()
    {
        var (job, lease) = await ClaimOneAsync();
        Stage[] stages = [new("source a", Noon, TimeSpan.FromMilliseconds(12), "ok"), new(
            "store", Noon, TimeSpan.Zero, "späť 😀")];

        var completion = Success("""{"title":"日本"}""") with { Stages = stages };
        Assert.True(await Store.Claims.CompleteAsync(lease, completion, None));

        var read = (await Other.Reads.GetAsync(job.Id, None))!;
        Assert.Equal(JobState.Succeeded, read.State);
        Assert.Equal("""{"title":"日本"}""", read.Result);
        Assert.Equal(stages, read.Stages);
        Assert.Equal(Noon.AddSeconds(2), read.FinishedAt);
        Assert.Null(read.LeaseExpiresAt);
        Assert.Null(read.NextRelayAt);
        Assert.Null(read.Failure);
        Assert.False(await Store.Claims.CompleteAsync(lease, Failure(), None));
        Assert.Null(await ClaimAsync(job.Id, Noon.AddDays(1)));
    }

    [ContractFact]
    public async Task Failure_keeps_its_reason()
    {
        var (job, lease) = await ClaimOneAsync();

        Assert.True(await Store.Claims.CompleteAsync(lease, Failure(), None));

        var read = await ReadAsync(job.Id);
        Assert.Equal(JobState.Failed, read.State);
        Assert.Equal(new Failure(FailureKind.Unavailable, "It is private."), read.Failure);
        Assert.Equal(Noon.AddSeconds(2), read.FinishedAt);
        Assert.Null(read.LeaseExpiresAt);
        Assert.Null(read.NextRelayAt);
    }

    [ContractTheory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_retry_waits_until_it_is_due(bool counted, int attempt)
    {
        var (job, lease) = await ClaimOneAsync();
        var due = Noon.AddMinutes(1);

        Assert.True(await Store.Claims.CompleteAsync(lease, Again(due, counted), None));

        var read = await ReadAsync(job.Id);
        Assert.Equal((JobState.Retrying, attempt), (read.State, read.Attempt));
        Assert.Equal((due, due), (read.DueAt, read.NextRelayAt));
        Assert.Equal(FailureKind.Transient, read.Failure!.Kind);
        Assert.Null(await ClaimAsync(job.Id, due.AddMilliseconds(-1)));
        var claimed = (await ClaimAsync(job.Id, due))!;
        Assert.Equal((attempt + 1, 2), (claimed.Attempt, claimed.Fence));
        Assert.Null(claimed.DueAt);
    }

    [ContractFact]
    public async Task Success_after_a_retry_clears_the_failure()
    {
        var (job, lease) = await ClaimOneAsync();
        await Store.Claims.CompleteAsync(lease, Again(Noon), None);
        var claimed = (await ClaimAsync(job.Id))!;

        await Store.Claims.CompleteAsync(new Lease(job.Id, claimed.Fence), Success(), None);

        Assert.Null((await ReadAsync(job.Id)).Failure);
    }

    [ContractFact]
    public async Task A_canceled_job_is_lost_to_its_worker()
    {
        var (job, lease) = await ClaimOneAsync();

        var cancelled = (await Other.Submissions.CancelAsync(job.Id, Noon.AddSeconds(1), None))!;

        Assert.Equal(JobState.Cancelled, cancelled.State);
        Assert.Equal(Noon.AddSeconds(1), cancelled.FinishedAt);
        Assert.Null(cancelled.LeaseExpiresAt);
        Assert.Null(cancelled.NextRelayAt);
        Assert.Equal([lease], await Store.Claims.RenewAsync([lease], Noon.AddMinutes(1), None));
        Assert.False(await Store.Claims.CompleteAsync(lease, Success(), None));
        Assert.Null(await ClaimAsync(job.Id, Noon.AddDays(1)));
    }

    [ContractFact]
    public async Task A_job_that_ended_cannot_be_canceled()
    {
        var (job, lease) = await ClaimOneAsync();
        await Store.Claims.CompleteAsync(lease, Success(), None);

        var unchanged = (await Store.Submissions.CancelAsync(job.Id, Noon.AddMinutes(1), None))!;

        Assert.Equal((JobState.Succeeded, Noon.AddSeconds(2)), (unchanged.State, unchanged.FinishedAt));
        Assert.Null(await Store.Submissions.CancelAsync(JobId.New(TimeProvider.System), Noon, None));
    }

    [ContractFact]
    public async Task A_rerun_of_a_failed_job_starts_over_under_a_higher_fence()
    {
        var (job, lease) = await ClaimOneAsync();
        await Store.Claims.CompleteAsync(lease, Failure(), None);

        var again = (await Other.Submissions.RetryAsync(job.Id, Noon.AddMinutes(1), Noon.AddMinutes(2), None))!;

        Assert.Equal((JobState.Accepted, 0, 0, 1), (again.State, again.Attempt, again.Relays, again.Fence));
        Assert.Equal((Noon.AddMinutes(1), Noon.AddMinutes(2)), (again.RetriedAt, again.NextRelayAt));
        Assert.Null(again.Failure);
        Assert.Null(again.FinishedAt);
        Assert.False(await Store.Claims.CompleteAsync(lease, Success(), None));
        Assert.Equal(2, (await ClaimAsync(job.Id))!.Fence);
    }

    [ContractFact]
    public async Task Only_a_failed_or_canceled_job_can_be_rerun()
    {
        var (job, lease) = await ClaimOneAsync();

        Assert.Equal(JobState.Running, (await Store.Submissions.RetryAsync(job.Id, Noon, Noon, None))!.State);
        await Store.Claims.CompleteAsync(lease, Success(), None);
        Assert.Equal(JobState.Succeeded, (await Store.Submissions.RetryAsync(job.Id, Noon, Noon, None))!.State);
        Assert.Null(await Store.Submissions.RetryAsync(JobId.New(TimeProvider.System), Noon, Noon, None));
    }
}
