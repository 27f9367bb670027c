using Jobs;
using Jobs.Outbox;
using Jobs.Queues;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Jobs;

public sealed class PublishingTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Confirmed_jobs_are_marked_queued()
    {
        using var world = new JobsWorld();
        var job = await world.AddJobAsync();
        var other = await world.AddJobAsync();
        world.Queue.Confirm = _ => Task.FromResult<IReadOnlyList<bool>>([true, false]);
        var marker = world.Get<PublishConfirmationWriter>();
        await marker.StartAsync(None);

        Assert.Equal(1, await world.Get<JobPublisher>().PublishAsync([job, other], None));

        await MarkedAsync(world, job);
        await marker.StopAsync(None);
        Assert.Equal(JobState.Accepted, (await world.ReadAsync(other)).State);
    }

    [Fact]
    public async Task A_slow_queue_delays_nobody_and_its_late_confirmation_counts()
    {
        using var world = new JobsWorld();
        var job = await world.AddJobAsync();
        var confirmation = new TaskCompletionSource<IReadOnlyList<bool>>();
        world.Queue.Confirm = _ => confirmation.Task;
        var marker = world.Get<PublishConfirmationWriter>();
        await marker.StartAsync(None);

        var confirmed = await world.AdvanceUntilAsync(
            world.Get<JobPublisher>().PublishAsync([job], None), world.Options.ConfirmTimeout);
        confirmation.SetResult([true]);

        Assert.Equal(0, confirmed);
        await MarkedAsync(world, job);
        await marker.StopAsync(None);
    }

    [Fact]
    public async Task A_queue_that_fails_leaves_the_jobs_to_the_relay()
    {
        using var world = new JobsWorld();
        var job = await world.AddJobAsync();
        world.Queue.Confirm = _ => throw new InvalidOperationException("down");

        Assert.Equal(0, await world.Get<JobPublisher>().PublishAsync([job], None));

        Assert.NotNull((await world.ReadAsync(job)).NextRelayAt);
    }

    [Fact]
    public async Task The_relay_publishes_what_was_not_confirmed_in_time()
    {
        using var world = new JobsWorld();
        var job = await world.AddJobAsync();
        using var relay = ActivatorUtilities.CreateInstance<OutboxRelay>(world.Get<IServiceProvider>());

        Assert.Equal((0, 0), await relay.TurnAsync(None));
        world.Clock.Advance(world.Options.RepublishDelay);
        Assert.Equal((1, 1), await relay.TurnAsync(None));

        Assert.Equal(job.Id, Assert.Single(world.Queue.Published).JobId);
        Assert.Equal((0, 0), await relay.TurnAsync(None));
    }

    [Fact]
    public async Task The_relay_survives_an_unavailable_store()
    {
        using var world = new JobsWorld();
        await world.AddJobAsync();
        world.Clock.Advance(world.Options.RepublishDelay);
        world.Away.FailNext(3);
        using var relay = ActivatorUtilities.CreateInstance<OutboxRelay>(world.Get<IServiceProvider>());
        await relay.StartAsync(None);

        await Eventually.TrueAsync(
            () =>
            {
                world.Clock.Advance(world.Options.RelayInterval);
                return !world.Queue.Published.IsEmpty;
            },
            "the relay publishes once the store is back");
        await relay.StopAsync(None);
    }

    private static Task MarkedAsync(JobsWorld world, Job job) => Eventually.TrueAsync(
        async () =>
        {
            world.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return (await world.ReadAsync(job)).State == JobState.Queued;
        },
        "the confirmed job is marked");
}
