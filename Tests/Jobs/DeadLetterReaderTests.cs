using Jobs;
using Jobs.DeadLetters;
using Jobs.Failures;
using Jobs.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Contracts;
using Tests.Support;
using static Tests.Jobs.JobsWorld;

namespace Tests.Jobs;

/// <summary>The job decides if its dead letter stands: a removal may fail, and a process may die before it.</summary>
public sealed class DeadLetterReaderTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly JobsWorld world = new((_, _) => Failing(FailureKind.Invalid));

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task The_dead_letter_of_a_failed_job_is_listed()
    {
        var job = await world.AddJobAsync();
        await world.RunAsync(job);

        var listed = Assert.Single((await Reader().ListAsync(10, null, None)).Items);

        Assert.Equal((job.Id, 1), (listed.JobId, listed.Fence));
        Assert.NotNull(await Reader().GetAsync(listed.Id, None));
    }

    [Fact]
    public async Task A_canceled_job_has_no_dead_letter_although_its_removal_failed()
    {
        var job = await ClaimedAsync();
        var letter = await AddLetterAsync(job, fence: 1);
        await world.Store.CancelAsync(job.Id, world.Clock.GetUtcNow(), None);

        Assert.Null(await Reader().GetAsync(letter.Id, None));

        Assert.Equal(0, await world.DeadLetters.CountAsync(None));
    }

    [Fact]
    public async Task A_job_that_runs_again_has_no_dead_letter_although_its_removal_failed()
    {
        var job = await world.AddJobAsync();
        await world.RunAsync(job);
        var now = world.Clock.GetUtcNow();
        await world.Store.RetryAsync(job.Id, now, now, None);

        Assert.Empty((await Reader().ListAsync(10, null, None)).Items);
        Assert.Equal(0, await world.DeadLetters.CountAsync(None));
    }

    [Fact]
    public async Task A_dead_letter_whose_attempt_has_not_ended_is_kept_and_not_listed()
    {
        var job = await ClaimedAsync();
        await AddLetterAsync(job, fence: 1);

        Assert.Empty((await Reader().ListAsync(10, null, None)).Items);
        Assert.Equal(1, await world.DeadLetters.CountAsync(None));
    }

    [Fact]
    public async Task An_attempt_that_ends_after_a_later_one_leaves_the_dead_letter_of_that_one()
    {
        JobsWorld? scene = null;
        using var late = scene = new JobsWorld(async (context, _) =>
        {
            // While it runs, its lease ends, and another worker fails the job.
            var now = scene!.Clock.GetUtcNow();
            await scene.Store.TakeAllAsync(now + scene.Options.Lease * 2, scene.Options.RepublishDelay, 10, None);
            var other = (await scene.Store.ClaimAsync(
                context.Job.Id, "other", now.AddMinutes(1), now.AddMinutes(2), None))!;
            await scene.DeadLetters.AddAsync(Letter(other, other.Fence), None);
            await scene.Store.CompleteAsync(
                new Lease(other.Id, other.Fence),
                new Completion.Failed(new Failure(FailureKind.Invalid, "It did not work.")) { At = now }, None);
            return await Failing(FailureKind.Invalid);
        });
        var job = await late.AddJobAsync();

        await late.RunAsync(job);

        var reader = new DeadLetterReader(late.DeadLetters, late.Store, NullLogger<DeadLetterReader>.Instance);
        Assert.Equal(2, Assert.Single((await reader.ListAsync(10, null, None)).Items).Fence);
    }

    [Fact]
    public async Task Dead_letters_of_an_earlier_version_follow_the_state_of_their_job()
    {
        var failed = await world.AddJobAsync();
        await world.RunAsync(failed);
        await world.DeadLetters.RemoveForJobAsync(failed.Id, int.MaxValue, None);
        var stands = await AddLetterAsync(failed, fence: null);
        await AddLetterAsync(await world.AddJobAsync(), fence: null);

        Assert.Equal(stands.Id, Assert.Single((await Reader().ListAsync(10, null, None)).Items).Id);
    }

    [Fact]
    public async Task A_page_is_filled_past_dead_letters_that_are_left_over()
    {
        var failed = await world.AddJobAsync();
        await world.RunAsync(failed);
        for (var i = 0; i < 7; i++)
            await AddLetterAsync(await world.AddJobAsync(), fence: 1);

        var page = await Reader().ListAsync(2, null, None);

        Assert.Equal((failed.Id, null), (Assert.Single(page.Items).JobId, page.Next));
        Assert.Equal(1, await world.DeadLetters.CountAsync(None));
    }

    private DeadLetterReader Reader() => world.Get<DeadLetterReader>();

    private async Task<Job> ClaimedAsync()
    {
        var job = await world.AddJobAsync();
        var now = world.Clock.GetUtcNow();
        return (await world.Store.ClaimAsync(job.Id, "worker", now, now.AddSeconds(8), None))!;
    }

    private async Task<DeadLetter> AddLetterAsync(Job job, int? fence)
    {
        var letter = Letter(job, fence);
        await world.DeadLetters.AddAsync(letter, None);
        return letter;
    }

    private static DeadLetter Letter(Job job, int? fence) => new()
    {
        Id = Guid.CreateVersion7(Some.Noon.AddHours(1)),
        At = Some.Noon,
        JobId = job.Id,
        Fence = fence,
        Kind = job.Kind,
        Failure = new Failure(FailureKind.Invalid, "It did not work."),
        Attempts = 1,
        Origin = "test",
        Raw = Array.Empty<byte>(),
    };
}
