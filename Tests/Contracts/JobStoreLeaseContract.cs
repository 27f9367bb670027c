using Jobs;
using Jobs.Outbox;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tests.Jobs;
using Tests.Support;

namespace Tests.Contracts;

/// <summary>A worker and a relay over one store, in virtual time: who keeps a job when the world is unkind.</summary>
public abstract class JobStoreLeaseContract(TwoStores stores) : JobStoreContract(stores)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.25);
    private static readonly JobsOptions Settings = new();

    private readonly ManualClock clock = new();

    [ContractTheory]
    [InlineData(0)]
    [InlineData(0.75)]
    [InlineData(2.25)]
    public async Task An_outage_longer_than_a_lease_cuts_off_no_running_job(double phase)
    {
        var scene = new Scene(this, new SkewedClock(clock), TimeSpan.FromSeconds(phase));
        await scene.ClaimAsync(40);

        await scene.RunAsync(TimeSpan.FromSeconds(20));
        scene.IsAway = true;
        await scene.RunAsync(TimeSpan.FromSeconds(12));
        scene.IsAway = false;
        await scene.RunAsync(TimeSpan.FromSeconds(28));

        Assert.Equal((0, 0, 40), (scene.Taken, scene.Lost, (await Store.Reads.CountAllAsync(None)).Running));
    }

    [ContractFact]
    public async Task A_worker_that_dies_in_an_outage_loses_its_jobs_soon_after_it()
    {
        var scene = new Scene(this, new SkewedClock(clock), TimeSpan.Zero);
        await scene.ClaimAsync(5);
        await scene.RunAsync(TimeSpan.FromSeconds(20));
        scene.IsAway = true;
        scene.Die();
        await scene.RunAsync(TimeSpan.FromSeconds(12));
        scene.IsAway = false;

        await scene.RunAsync(Settings.Lease + TimeSpan.FromSeconds(3));

        Assert.Equal(5, scene.Taken);
    }

    [ContractTheory]
    [InlineData(-6)]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_worker_with_another_time_finishes_a_job_longer_than_its_lease(int seconds)
    {
        var scene = new Scene(this, new SkewedClock(clock, TimeSpan.FromSeconds(seconds)), TimeSpan.Zero);
        var leases = await scene.ClaimAsync(2);

        await scene.RunAsync(Settings.Lease * 5);
        var completed = await Store.Claims.CompleteAsync(leases[0], Success(), None);
        scene.Die();
        await scene.RunAsync(Settings.Lease + TimeSpan.FromSeconds(3));

        Assert.Equal((true, 1, 0), (completed, scene.Taken, scene.Lost));
    }

    [ContractFact]
    public async Task A_worker_whose_clock_is_set_while_it_runs_keeps_its_job()
    {
        var machine = new SkewedClock(clock);
        var scene = new Scene(this, machine, TimeSpan.Zero);
        await scene.ClaimAsync(1);

        await scene.RunAsync(Settings.Lease * 2);
        machine.Offset = TimeSpan.FromHours(-2);
        await scene.RunAsync(Settings.Lease * 2);
        machine.Offset = TimeSpan.FromHours(2);
        await scene.RunAsync(Settings.Lease * 2);

        Assert.Equal((0, 0), (scene.Taken, scene.Lost));
    }

    /// <summary>A worker on its own machine, and the relay of a gateway, in virtual time.</summary>
    private sealed class Scene
    {
        private readonly JobStoreLeaseContract contract;
        private readonly TimeSpan phase;
        private readonly AwayProxy worker;
        private readonly AwayProxy relay;
        private readonly ServerTime server;
        private readonly StoreClock workerTime;
        private readonly StoreClock relayTime;
        private readonly LeaseKeeper keeper;
        private readonly LeaseJudge judge;
        private readonly List<Lease> held = [];
        private TimeSpan elapsed;

        public Scene(JobStoreLeaseContract contract, TimeProvider machine, TimeSpan phase)
        {
            (this.contract, this.phase) = (contract, phase);
            worker = AwayProxy.Around(contract.Store.Claims);
            relay = AwayProxy.Around(contract.Other.Outbox);
            server = new ServerTime(contract.clock);
            workerTime = new StoreClock(server, machine);
            relayTime = new StoreClock(server, contract.clock);
            var options = Options.Create(Settings);
            keeper = new LeaseKeeper(
                (IClaimStore)(object)worker, options, machine, workerTime, NullLogger<LeaseKeeper>.Instance);
            judge = new LeaseJudge(relayTime, options, contract.clock);
        }

        /// <summary>The number of jobs that the relay took.</summary>
        public int Taken { get; private set; }

        /// <summary>The number of jobs that the worker lost.</summary>
        public int Lost { get; private set; }

        public bool IsAway
        {
            set => (worker.IsAway, relay.IsAway, server.IsAway) = (value, value, value);
        }

        public async Task<IReadOnlyList<Lease>> ClaimAsync(int count)
        {
            foreach (var job in await contract.AddManyAsync(count))
            {
                var now = await workerTime.ReadAsync(None);
                var claimed = await contract.Store.Claims.ClaimAsync(job.Id, "worker", now, now + Settings.Lease, None);
                var lease = new Lease(job.Id, claimed!.Fence);
                var lost = new CancellationTokenSource();
                lost.Token.Register(() => Lost++);
                held.Add(lease);
                keeper.Keep(lease, lost);
            }

            return held;
        }

        public void Die()
        {
            foreach (var lease in held)
                keeper.Release(lease);
        }

        /// <summary>Lets time pass. At one time, the relay is first.</summary>
        public async Task RunAsync(TimeSpan time)
        {
            for (var end = elapsed + time; elapsed < end; elapsed += Step)
            {
                if (IsTurn(judge.Interval, TimeSpan.Zero))
                    await TryAsync(() => judge.ProbeAsync(None).AsTask());
                if (IsTurn(Settings.RelayInterval, TimeSpan.Zero))
                    await TryAsync(RelayAsync);
                if (IsTurn(Settings.LeaseRenewal, phase))
                    await keeper.RenewAsync(None);
                contract.clock.Advance(Step);
            }
        }

        private async Task RelayAsync()
        {
            var now = await relayTime.ReadAsync(None);
            var taken = await ((IOutboxStore)(object)relay).TakeForRelayAsync(
                new RelayTurn(now, Settings.RepublishDelay, 100) { LeasesEndedBy = judge.LeasesEndedBy() }, None);
            Taken += taken.Count;
        }

        private bool IsTurn(TimeSpan interval, TimeSpan offset) =>
            elapsed >= offset && (elapsed - offset).Ticks % interval.Ticks == 0;

        private static async Task TryAsync(Func<Task> turn)
        {
            try
            {
                await turn();
            }
            catch (StoreUnavailableException)
            {
                // The next turn tries again.
            }
        }
    }
}
