using Jobs;
using Jobs.Stores;
using Jobs.Submissions;
using Tests.Support;

namespace Tests.Contracts;

public abstract class JobStoreAddingContract(TwoStores stores) : JobStoreContract(stores)
{
    [ContractFact]
    public async Task A_job_comes_back_as_it_was_added()
    {
        var submission = Some.Submission() with { Details = """{"columns":["länge","😀"]}""", Fingerprint = "f" };
        var job = Some.Job(submission.Id,
            "ключ \"quoted\" % _ \u200f😀 \0 end") with { Payload = "{\"text\":\"\u0000 ﷽ 𝔘\"}" };

        var stored = await Store.Submissions.AddAsync(submission, [job], None);

        Assert.Equal(submission, stored);
        Assert.Equal(submission, await Other.Reads.GetSubmissionAsync(submission.Id, None));
        var read = (await Other.Reads.GetAsync(job.Id, None))!;
        Assert.Empty(read.Stages);
        Assert.Equal(job with { Stages = read.Stages }, read);
    }

    [ContractFact]
    public async Task A_repeated_idempotency_key_gives_the_first_submission_and_stores_nothing()
    {
        var first = Some.Submission("key-1");
        var second = Some.Submission("key-1");
        var job = Some.Job(second.Id);
        await Store.Submissions.AddAsync(first, [Some.Job(first.Id)], None);

        var stored = await Other.Submissions.AddAsync(second, [job], None);

        Assert.Equal(first, stored);
        Assert.Null(await Store.Reads.GetAsync(job.Id, None));
        Assert.Null(await Store.Reads.GetSubmissionAsync(second.Id, None));
        Assert.Equal(1, (await Store.Reads.CountAllAsync(None)).Total);
    }

    [ContractFact]
    public async Task Of_many_requests_with_one_idempotency_key_at_once_one_is_stored()
    {
        var submissions = Enumerable.Range(0, 40).Select(_ => Some.Submission("same")).ToArray();

        var stored = await Task.WhenAll(submissions.Select((submission, i) => Task.Run(async () =>
            await (i % 2 == 0 ? Store : Other).Submissions.AddAsync(submission, [Some.Job(submission.Id)], None))));

        Assert.Single(stored.Select(submission => submission.Id).Distinct());
        Assert.Equal(1, (await Store.Reads.CountAllAsync(None)).Total);
    }

    [ContractFact]
    public async Task Adding_the_same_submission_again_changes_nothing()
    {
        var submission = Some.Submission();
        var jobs = Some.Jobs(submission.Id, 3);
        await Store.Submissions.AddAsync(submission, jobs, None);

        var stored = await Other.Submissions.AddAsync(submission, jobs, None);

        Assert.Equal(submission.Id, stored.Id);
        Assert.Equal(3, (await Store.Reads.CountAsync(submission.Id, None)).Total);
    }

    [ContractFact]
    public async Task Jobs_added_later_are_skipped_when_their_key_exists()
    {
        var submission = Some.Submission();
        await Store.Submissions.AddAsync(
            submission, [Some.Job(submission.Id, "a"), Some.Job(submission.Id, "b")], None);

        var added = await Other.Submissions.AddJobsAsync(
            submission.Id, [Some.Job(submission.Id, "b"), Some.Job(submission.Id, "c"), Some.Job(submission.Id, "A")],
            None);

        Assert.Equal(["A", "c"], added.Select(job => job.Key).Order(StringComparer.Ordinal));
        Assert.Equal(Counts((JobState.Accepted, 4)), await Store.Reads.CountAsync(submission.Id, None));
    }

    [ContractFact]
    public async Task Jobs_of_an_unknown_submission_are_not_added()
    {
        var unknown = SubmissionId.New(TimeProvider.System);

        Assert.Empty(await Store.Submissions.AddJobsAsync(unknown, [Some.Job(unknown)], None));
        Assert.Equal(SubmissionCounts.None, await Store.Reads.CountAllAsync(None));
    }

    [ContractFact]
    public async Task Ten_thousand_jobs_are_stored_counted_and_paged()
    {
        var jobs = await AddManyAsync(10_000);
        var submission = jobs[0].SubmissionId;

        Assert.Equal(Counts((JobState.Accepted, 10_000)), await Other.Reads.CountAsync(submission, None));
        var read = new List<JobId>();
        JobId? after = null;
        do
        {
            var page = await Other.Reads.ListAsync(
                new JobQuery { SubmissionId = submission, OldestFirst = true, After = after, Limit = 999 }, None);
            read.AddRange(page.Items.Select(job => job.Id));
            after = page.Next is null ? null : JobId.TryParse(page.Next,
                out var next) ? next : throw new FormatException(page.Next);
        }
        while (after is not null);
        Assert.Equal(jobs.Select(job => job.Id), read);
    }

    [ContractFact]
    public async Task A_submission_canceled_before_it_starts_is_not_stored()
    {
        var submission = Some.Submission();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.Submissions.AddAsync(submission, [Some.Job(submission.Id)], cancelled.Token));

        Assert.Null(await Store.Reads.GetSubmissionAsync(submission.Id, None));
    }

    [ContractFact]
    public async Task An_available_store_answers_a_ping()
    {
        await Store.Health.PingAsync(None);

        Assert.Null(await Store.Reads.GetAsync(JobId.New(TimeProvider.System), None));
        Assert.Equal(SubmissionCounts.None, await Store.Reads.CountAsync(SubmissionId.New(TimeProvider.System), None));
    }
}
