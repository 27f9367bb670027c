using Jobs;
using Jobs.Events;
using Jobs.Stores;
using Jobs.Submissions;
using Jobs.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tests.Jobs;
using Tests.Support;

namespace Tests.Webhooks;

public sealed class WebhookSweepTests
{
    [Fact]
    public async Task A_clock_that_is_set_back_delays_no_webhook()
    {
        using var world = new JobsWorld();
        var clock = new SkewedClock(world.Clock, TimeSpan.FromHours(1));
        using var dispatcher = new WebhookDispatcher(
            world.Store, world.Store, new EventHub(), world.Get<WebhookJobs>(), world.Get<JobSubmitter>(),
            Options.Create(new JobsOptions()), clock, NullLogger<WebhookDispatcher>.Instance);
        var waiting = world.Clock.Waiting;
        await dispatcher.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => world.Clock.Waiting > waiting, "the first sweep is over");
        await world.Store.AddAsync(
            Some.Submission() with { Webhook = "https://client.example/" }, [], CancellationToken.None);

        clock.Offset = TimeSpan.Zero;
        await Eventually.TrueAsync(
            async () =>
            {
                world.Clock.Advance(TimeSpan.FromSeconds(1));
                return (await world.Store.ListAsync(new JobQuery { Limit = 1 }, CancellationToken.None)).Items is [_];
            },
            "the sweep creates the job of the webhook");

        Assert.True(world.Clock.GetUtcNow() < Some.Noon.AddMinutes(10), "the sweep waited for the time of day");
        await dispatcher.StopAsync(CancellationToken.None);
    }
}
