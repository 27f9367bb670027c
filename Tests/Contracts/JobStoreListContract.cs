using Jobs;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Submissions;
using Tests.Support;

namespace Tests.Contracts;

public abstract class JobStoreListContract(TwoStores stores) : JobStoreContract(stores)
{
    [ContractFact]
    public async Task Lists_are_newest_first_unless_asked_otherwise()
    {
        var jobs = await AddManyAsync(5);

        var newest = await Store.Reads.ListAsync(new JobQuery { Limit = 2 }, None);
        var oldest = await Store.Reads.ListAsync(
            new JobQuery { SubmissionId = jobs[0].SubmissionId, OldestFirst = true, Limit = 5 }, None);

        Assert.Equal([jobs[4].Id, jobs[3].Id], newest.Items.Select(job => job.Id));
        Assert.Equal(jobs[3].Id.ToString(), newest.Next);
        Assert.Equal(jobs.Select(job => job.Id), oldest.Items.Select(job => job.Id));
        Assert.Null(oldest.Next);
    }

    [ContractFact]
    public async Task Pages_of_several_states_neither_repeat_nor_skip()
    {
        var jobs = await AddManyAsync(30);
        foreach (var job in jobs.Where((_, i) => i % 3 == 1))
            await Store.Submissions.CancelAsync(job.Id, Noon, None);
        foreach (var job in jobs.Where((_, i) => i % 3 == 2))
            await ClaimAsync(job.Id);

        var read = new List<JobId>();
        JobId? after = null;
        do
        {
            var page = await Other.Reads.ListAsync(
                new JobQuery { States = [JobState.Cancelled, JobState.Running], After = after, Limit = 7 }, None);
            read.AddRange(page.Items.Select(job => job.Id));
            after = JobId.TryParse(page.Next, out var next) ? next : null;
        }
        while (after is not null);

        Assert.Equal(jobs.Where((_, i) => i % 3 != 0).Select(job => job.Id).Reverse(), read);
    }

    [ContractFact]
    public async Task Submissions_are_listed_newest_first()
    {
        Submission[] submissions = [.. Enumerable.Range(0, 5).Select(
            i => Some.Submission($"key-{i}", Noon.AddMilliseconds(i)))];
        foreach (var submission in submissions)
            await Store.Submissions.AddAsync(submission, [Some.Job(submission.Id)], None);

        var first = await Other.Reads.ListSubmissionsAsync(3, after: null, None);
        var rest = await Other.Reads.ListSubmissionsAsync(3,
            SubmissionId.TryParse(first.Next, out var next) ? next : null, None);

        Assert.Equal(submissions.Reverse(), [.. first.Items, .. rest.Items]);
        Assert.Null(rest.Next);
    }

    [ContractFact]
    public async Task Filters_hold_together()
    {
        var submission = Some.Submission();
        await Store.Submissions.AddAsync(
            submission,
            [
                Some.Job(submission.Id, "a"),
                Some.Job(submission.Id, "b", "download"),
                Some.Job(submission.Id, "c", "download"),
            ],
            None);
        var other = await AddOneAsync("download");
        var b = (await Store.Reads.ListAsync(new JobQuery { SubmissionId = submission.Id }, None)).Items.Single(job =>
            job.Key == "b");
        await Store.Claims.ClaimAsync(b.Id, "w", Noon.AddMinutes(5), Noon.AddMinutes(6), None);

        Assert.Equal(["b", "c"], await KeysAsync(new JobQuery { SubmissionId = submission.Id, Kind = "download" }));
        Assert.Equal(["b"], await KeysAsync(
            new JobQuery { SubmissionId = submission.Id, States = [JobState.Running, JobState.Failed] }));
        Assert.Equal(["b"], await KeysAsync(new JobQuery { UpdatedSince = Noon.AddMinutes(5) }));
        Assert.Equal(["c"], await KeysAsync(
            new JobQuery { SubmissionId = submission.Id, Kind = "download", States = [JobState.Accepted] }));
        Assert.Contains(
            other.Id, (await Store.Reads.ListAsync(new JobQuery { Kind = "download" }, None)).Items.Select(job =>
                job.Id));
        Assert.Empty(await KeysAsync(new JobQuery { Kind = "unknown" }));
    }

    [ContractFact]
    public async Task Large_fields_are_listed_only_on_request()
    {
        var (job, lease) = await ClaimOneAsync();
        await Store.Claims.CompleteAsync(
            lease, Success("{}") with { Stages = [new Stage("store", Noon, TimeSpan.Zero, "ok")] }, None);

        var brief = Assert.Single((await Store.Reads.ListAsync(new JobQuery(), None)).Items);
        var detailed = Assert.Single((await Store.Reads.ListAsync(new JobQuery { WithDetails = true }, None)).Items);
        var full = Assert.Single(
            (await Store.Reads.ListAsync(new JobQuery { WithDetails = true, WithPayload = true }, None)).Items);

        Assert.Equal(("", null, 0), (brief.Payload, brief.Result, brief.Stages.Count));
        Assert.Equal(("", "{}", 1), (detailed.Payload, detailed.Result, detailed.Stages.Count));
        Assert.Equal((job.Payload, "{}", 1), (full.Payload, full.Result, full.Stages.Count));
    }

    [ContractTheory]
    [InlineData(new JobState[0])]
    [InlineData(new[] { JobState.Accepted, JobState.Cancelled })]
    public async Task A_page_ends_at_its_bytes_and_the_next_one_goes_on(JobState[] states)
    {
        var submission = Some.Submission();
        Job[] jobs =
        [
            .. Some.Jobs(submission.Id, 10).Select((job, i) => job with
            {
                Payload = new string('p', i == 4 ? 5_000 : 1_000),
                State = i % 3 == 0 ? JobState.Cancelled : JobState.Accepted,
            }),
        ];
        await Store.Submissions.AddAsync(submission, jobs, None);
        var query = new JobQuery { States = states, WithPayload = true, MaxBytes = 2_500, Limit = 100 };

        var pages = new List<int>();
        var read = new List<JobId>();
        await foreach (var page in Other.Reads.ReadPagesAsync(query, None))
        {
            pages.Add(page.Count);
            read.AddRange(page.Select(job => job.Id));
        }

        Assert.Equal(jobs.Select(job => job.Id).Reverse(), read);
        Assert.Equal([2, 2, 1, 1, 2, 2], pages);
    }

    [ContractFact]
    public async Task A_range_ends_with_its_last_job()
    {
        var jobs = await AddManyAsync(6);
        var query = new JobQuery { SubmissionId = jobs[0].SubmissionId, OldestFirst = true, Through = jobs[4].Id };

        var first = await Store.Reads.ListAsync(query with { Limit = 3 }, None);
        var second = await Store.Reads.ListAsync(query with { After = jobs[2].Id }, None);

        Assert.Equal(jobs[..3].Select(job => job.Id), first.Items.Select(job => job.Id));
        Assert.Equal(jobs[3..5].Select(job => job.Id), second.Items.Select(job => job.Id));
        Assert.Null(second.Next);
    }

    [ContractFact]
    public async Task States_are_listed_without_the_jobs()
    {
        var submission = Some.Submission();
        var jobs = Some.Jobs(submission.Id, 5);
        await Store.Submissions.AddAsync(submission, [.. jobs, Some.Job(submission.Id, "other", "download")], None);
        await AddOneAsync();
        await ClaimAsync(jobs[1].Id);
        await Store.Claims.CompleteAsync(new Lease(jobs[1].Id, 1), Failure(), None);
        await Store.Submissions.CancelAsync(jobs[2].Id, Noon, None);

        var first = await Other.Reads.ListStatesAsync(submission.Id, "link", null, 3, None);
        var second = await Other.Reads.ListStatesAsync(submission.Id, "link", first[^1].Id, 3, None);

        Assert.Equal(
            [
                new(jobs[0].Id, "key-0", JobState.Accepted, null),
                new(jobs[1].Id, "key-1", JobState.Failed, "It is private."),
                new(jobs[2].Id, "key-2", JobState.Cancelled, null),
                new(jobs[3].Id, "key-3", JobState.Accepted, null),
                new JobStatus(jobs[4].Id, "key-4", JobState.Accepted, null),
            ],
            [.. first, .. second]);
    }

    [ContractFact]
    public async Task Counts_follow_every_move()
    {
        var jobs = await AddManyAsync(7);
        var id = jobs[0].SubmissionId;
        await Store.Outbox.MarkQueuedAsync([QueuedJob.Of(jobs[1])], Noon, Some.RedeliveryDelay, None);
        Job[] claimed = [.. await Task.WhenAll(jobs[2..6].Select(async job => (await ClaimAsync(job.Id))!))];
        await Store.Claims.CompleteAsync(new Lease(claimed[1].Id, 1), Again(Noon), None);
        await Store.Claims.CompleteAsync(new Lease(claimed[2].Id, 1), Success(), None);
        await Store.Claims.CompleteAsync(new Lease(claimed[3].Id, 1), Failure(), None);
        await Store.Submissions.CancelAsync(jobs[6].Id, Noon, None);
        await AddOneAsync();

        var counts = await Other.Reads.CountAsync(id, None);

        Assert.Equal(new(1, 1, 1, 1, 1, 1, 1), counts);
        Assert.Equal(counts with { Accepted = 2 }, await Other.Reads.CountAllAsync(None));
    }

    [ContractFact]
    public async Task Counts_of_all_jobs_add_up_while_jobs_move()
    {
        const int count = 300;
        var jobs = await AddManyAsync(count);

        // One state after the other, so that no jobs that have succeeded hide those that are counted twice.
        var moving = Task.WhenAll(jobs.Chunk(count / 3).Select(part => Task.Run(async () =>
        {
            foreach (var chunk in part.Chunk(10))
                await Store.Outbox.MarkQueuedAsync([.. chunk.Select(QueuedJob.Of)], Noon, Some.RedeliveryDelay, None);
            foreach (var job in part)
                await ClaimAsync(job.Id);
            foreach (var job in part)
                await Store.Claims.CompleteAsync(new Lease(job.Id, 1), Success(), None);
        })));

        var seen = new List<int>();
        while (!moving.IsCompleted)
            seen.Add((await Other.Reads.CountAllAsync(None)).Total);
        await moving;

        Assert.NotEmpty(seen);
        Assert.All(seen, total => Assert.Equal(count, total));
    }

    private async Task<string[]> KeysAsync(JobQuery query) =>
        [.. (await Store.Reads.ListAsync(query, None)).Items.Select(job => job.Key).Order(StringComparer.Ordinal)];
}
