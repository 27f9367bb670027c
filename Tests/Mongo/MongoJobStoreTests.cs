using Adapters.MongoDb;
using Jobs;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using Tests.Contracts;

namespace Tests.Mongo;

/// <summary>
/// Tests what the contract cannot observe: crashes between two documents, concurrent relays, and the migration.
/// </summary>
public sealed class MongoJobStoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [MongoFact]
    public async Task Jobs_of_a_process_that_died_before_their_submission_are_neither_seen_nor_relayed_and_then_deleted(
        )
    {
        await using var stores = new MongoStores();
        var submission = NewSubmission();
        var jobs = NewJobs(submission, 3);
        await stores.Jobs.PingAsync(default);
        await stores.Database.Jobs.InsertManyAsync(jobs.Select(JobDocument.Write));

        Assert.Null(await stores.Jobs.GetAsync(jobs[0].Id, default));
        Assert.Empty((await stores.Jobs.ListAsync(new JobQuery(), default)).Items);
        Assert.Empty(await stores.Jobs.TakeAllAsync(Start.AddMinutes(1), TimeSpan.FromSeconds(5), 100, default));
        Assert.Equal(3, await CountAsync(stores));

        // A relay whose clock is ahead must not take a living acceptance for a dead one.
        Assert.Empty(await stores.Jobs.TakeAllAsync(Start.AddHours(1), TimeSpan.FromSeconds(5), 100, default));
        Assert.Equal(3, await CountAsync(stores));

        await stores.Database.Jobs.UpdateManyAsync(
            new BsonDocument(),
            new BsonDocument("$set", new BsonDocument(OrphanJobs.Since, Bson.Of(DateTimeOffset.UnixEpoch))));
        Assert.Empty(await stores.Jobs.TakeAllAsync(Start.AddHours(2), TimeSpan.FromSeconds(5), 100, default));
        Assert.Equal(0, await CountAsync(stores));
    }

    [MongoFact]
    public async Task Counts_add_up_while_all_jobs_move_to_another_state()
    {
        await using var stores = new MongoStores();
        var submission = NewSubmission();
        var jobs = NewJobs(submission, 500);
        await stores.Jobs.AddAsync(submission, jobs, default);

        // Without the store's reuse of slow counts. One connection, so that others come between two commands.
        var settings = MongoClientSettings.FromConnectionString(MongoServer.Address);
        settings.MaxConnectionPoolSize = 1;
        using var client = new MongoClient(settings);
        using var database = new LinksDatabase(client.GetDatabase(stores.Name), Options.Create(new MongoOptions()));
        var reads = new JobReads(database);
        using var stopping = new CancellationTokenSource();
        var moving = Task.Run(async () =>
        {
            string[] states = ["Accepted", "Queued", "Running", "Retrying"];
            for (var turn = 0; !stopping.IsCancellationRequested; turn++)
            {
                await stores.Database.Jobs.UpdateManyAsync(
                    new BsonDocument(),
                    new BsonDocument("$set", new BsonDocument(JobDocument.State, states[turn % states.Length])));
            }
        });
        var seen = new List<int>();
        for (var i = 0; i < 20; i++)
            seen.Add((await reads.CountAllAsync(default)).Total);
        await stopping.CancelAsync();
        await moving;

        Assert.All(seen, total => Assert.Equal(jobs.Count, total));
    }

    [MongoFact]
    public async Task A_repeated_call_completes_what_a_dead_process_started()
    {
        await using var stores = new MongoStores();
        var submission = NewSubmission("key-1");
        var jobs = NewJobs(submission, 5);
        await stores.Jobs.PingAsync(default);
        await stores.Database.Jobs.InsertManyAsync(jobs.Take(2).Select(JobDocument.Write));

        var stored = await stores.Jobs.AddAsync(submission, jobs, default);

        Assert.Equal(submission.Id, stored.Id);
        Assert.Equal(5, (await stores.Jobs.CountAsync(submission.Id, default)).Accepted);
    }

    [MongoFact]
    public async Task Of_many_concurrent_calls_with_the_same_key_one_wins_and_only_its_jobs_are_stored()
    {
        await using var stores = new MongoStores();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ =>
        {
            var submission = NewSubmission("key-2");
            return stores.Jobs.AddAsync(submission, NewJobs(submission, 3), default).AsTask();
        }));

        Assert.Single(answers.Select(answer => answer.Id).Distinct());
        Assert.Equal(3, await CountAsync(stores));
    }

    [MongoFact]
    public async Task Of_concurrent_relays_each_job_goes_to_one()
    {
        await using var stores = new MongoStores();
        var submission = NewSubmission();
        await stores.Jobs.AddAsync(submission, NewJobs(submission, 200), default);

        var turns = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            stores.Jobs.TakeAllAsync(Start.AddMinutes(1), TimeSpan.FromMinutes(5), 200, default).AsTask()));

        var taken = turns.SelectMany(turn => turn).Select(job => job.Id).ToList();
        Assert.Equal(200, taken.Count);
        Assert.Equal(200, taken.Distinct().Count());
    }

    [MongoFact]
    public async Task Of_concurrent_workers_one_gets_the_job()
    {
        await using var stores = new MongoStores();
        var submission = NewSubmission();
        var jobs = NewJobs(submission, 1);
        await stores.Jobs.AddAsync(submission, jobs, default);

        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(worker =>
            stores.Jobs.ClaimAsync(jobs[0].Id, $"worker-{worker}", Start, Start.AddSeconds(8), default).AsTask()));

        Assert.Single(claims, claim => claim is not null);
    }

    [MongoFact]
    public async Task Jobs_of_the_version_before_leases_are_migrated_at_the_first_call()
    {
        await using var stores = new MongoStores();
        var submission = NewSubmission();
        var jobs = NewJobs(submission, JobStates.All.Length);
        await stores.Database.Submissions.InsertOneAsync(SubmissionDocument.Write(submission));
        await stores.Database.Jobs.InsertManyAsync(
            JobStates.All.Select((state, number) => OldJob(jobs[number], state)));
        await stores.Database.Jobs.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(
            new BsonDocument(RelayAtMigration.OldField, 1),
            new CreateIndexOptions { Name = RelayAtMigration.OldIndex, Sparse = true }));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => stores.Jobs.PingAsync(default).AsTask()));

        foreach (var id in jobs.Select(job => job.Id))
        {
            var job = (await stores.Jobs.GetAsync(id, default))!;
            Assert.Equal(job.State is JobState.Running ? Start : null, job.LeaseExpiresAt);
            Assert.Equal(job.State is JobState.Running || job.State.IsTerminal() ? null : Start, job.NextRelayAt);
        }

        Assert.Equal(4, (await stores.Jobs.TakeAllAsync(Start, TimeSpan.FromSeconds(5), 10, default)).Count);
        Assert.Equal(0, await stores.Database.Jobs.CountDocumentsAsync(
            new BsonDocument(RelayAtMigration.OldField, new BsonDocument("$exists", true))));
        var indexes = await (await stores.Database.Jobs.Indexes.ListAsync()).ToListAsync();
        Assert.DoesNotContain(indexes, index => index["name"].AsString == RelayAtMigration.OldIndex);
    }

    private static BsonDocument OldJob(Job job, JobState state)
    {
        var document = JobDocument.Write(job with { State = state, NextRelayAt = null });
        return state.IsTerminal() ? document : document.Add(RelayAtMigration.OldField, Bson.Of(Start));
    }

    private static async Task<long> CountAsync(MongoStores stores) =>
        await stores.Database.Jobs.CountDocumentsAsync(new BsonDocument());

    private static Submission NewSubmission(string? key = null) =>
        new() { Id = new SubmissionId(Guid.CreateVersion7(Start)), AcceptedAt = Start, IdempotencyKey = key };

    private static List<Job> NewJobs(Submission submission, int count) =>
        [.. Enumerable.Range(0, count).Select(number => new Job
        {
            Id = new JobId(Guid.CreateVersion7(Start.AddMilliseconds(number))),
            SubmissionId = submission.Id,
            Kind = "link",
            Key = $"key-{number}",
            Payload = "{}",
            AcceptedAt = Start,
            UpdatedAt = Start,
            NextRelayAt = Start.AddSeconds(5),
        })];
}
