using Jobs.Running;
using Jobs.Stores;
using Microsoft.Extensions.Hosting;
using Tests.Support;

namespace Tests.Jobs;

public sealed class LeaseKeeperTests
{
    [Fact]
    public async Task Leases_are_kept_through_a_drain_and_the_keeper_ends_with_the_last_job()
    {
        using var world = new JobsWorld();
        var job = await world.AddJobAsync();
        var now = world.Clock.GetUtcNow();
        var claimed = (await world.Store.ClaimAsync(job.Id, "w", now, now + world.Options.Lease,
            CancellationToken.None))!;
        var lease = new Lease(job.Id, claimed.Fence);
        var keeper = world.Get<LeaseKeeper>();
        using var lost = new CancellationTokenSource();
        keeper.Keep(lease, lost);
        await ((IHostedService)keeper).StartAsync(CancellationToken.None);

        await Eventually.TrueAsync(() => world.Clock.Waiting > 0, "the keeper has begun");

        var stop = ((IHostedService)keeper).StopAsync(CancellationToken.None);
        await Eventually.TrueAsync(
            async () =>
            {
                world.Clock.Advance(world.Options.LeaseRenewal);
                return (await world.ReadAsync(job)).LeaseExpiresAt > now + world.Options.Lease;
            },
            "the lease is renewed while the drain lasts");
        Assert.False(stop.IsCompleted);
        keeper.Release(lease);

        await stop.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.False(lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_job_that_ends_while_its_lease_is_found_lost_does_no_harm()
    {
        using var world = new JobsWorld();
        var job = await world.AddJobAsync();
        var keeper = world.Get<LeaseKeeper>();
        var lost = new CancellationTokenSource();
        keeper.Keep(new Lease(job.Id, 1), lost);
        lost.Dispose();

        await keeper.RenewAsync(CancellationToken.None);

        Assert.Equal(0, keeper.Count);
    }

    [Fact]
    public async Task An_unavailable_store_loses_no_lease()
    {
        using var world = new JobsWorld();
        var keeper = world.Get<LeaseKeeper>();
        using var lost = new CancellationTokenSource();
        keeper.Keep(new Lease((await world.AddJobAsync()).Id, 1), lost);
        world.Away.FailNext(1);

        await keeper.RenewAsync(CancellationToken.None);

        Assert.Equal((1, false), (keeper.Count, lost.IsCancellationRequested));
    }
}
