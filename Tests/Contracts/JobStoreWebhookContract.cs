using Jobs.Submissions;
using Tests.Support;

namespace Tests.Contracts;

public abstract class JobStoreWebhookContract(TwoStores stores) : JobStoreContract(stores)
{
    [ContractFact]
    public async Task Pending_webhooks_are_listed_oldest_first_and_in_pages()
    {
        var submissions = Enumerable.Range(0, 5).Select(i =>
            Some.Submission(at: Noon.AddSeconds(i)) with
            {
                Webhook = i == 2 ? null : $"https://example.org/{i}",
            }).ToArray();
        foreach (var submission in submissions.Reverse())
            await Store.Submissions.AddAsync(submission, [Some.Job(submission.Id)], None);

        var first = await Other.Webhooks.ListWebhooksAsync(3, null, None);
        var second = await Other.Webhooks.ListWebhooksAsync(3, first[^1].Id, None);

        Assert.Equal([submissions[0], submissions[1], submissions[3]], first);
        Assert.Equal([submissions[4]], second);
    }

    [ContractFact]
    public async Task Of_many_that_take_a_webhook_one_succeeds_and_it_is_gone()
    {
        var submission = Some.Submission() with { Webhook = "https://example.org/" };
        await Store.Submissions.AddAsync(submission, [Some.Job(submission.Id)], None);

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? Store : Other).Webhooks.TakeWebhookAsync(submission.Id, None))));

        Assert.Single(taken, isMine => isMine);
        Assert.Empty(await Other.Webhooks.ListWebhooksAsync(10, null, None));
        Assert.Equal(submission with { Webhook = null }, await Other.Reads.GetSubmissionAsync(submission.Id, None));
        Assert.False(await Store.Webhooks.TakeWebhookAsync(new SubmissionId(Guid.CreateVersion7()), None));
    }
}
