using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Simulation.Faults;
using Simulation.Judging;
using Simulation.Scheduling;
using Simulation.Stores;
using Simulation.Work;

namespace Simulation;

/// <summary>All that decides a run. Without changes, the seed draws it.</summary>
internal sealed record Scenario(int Seed, FleetShape Shape, FaultPlan Plan, ImmutableArray<Operation> Operations)
{
    /// <summary>The wrong turn of the store, to judge the judge.</summary>
    public Mutant Mutant { get; init; }

    public static Scenario Draw(int seed)
    {
        var random = new Random(seed);
        var shape = FleetShape.Draw(random);
        var plan = FaultPlan.Draw(random, shape.Count);
        return new Scenario(seed, shape, plan, Workload.Draw(random, plan.Until));
    }
}

/// <summary>The outcome of one run.</summary>
internal sealed record RunResult(Scenario Scenario, TimeSpan Simulated, long Steps)
{
    public required IReadOnlyList<Violation> Violations { get; init; }

    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    /// <summary>A digest of everything that happened: equal for equal runs.</summary>
    public required long Digest { get; init; }

    public required int Jobs { get; init; }

    public IReadOnlyList<(TimeSpan At, global::Jobs.JobId? Job, string Text)> Story { get; init; } = [];
}

/// <summary>Runs the product in a world that a seed decides.</summary>
internal static class Simulator
{
    /// <summary>Time within which every open job has ended once nothing fails any more.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(40);

    /// <summary>Time between the end of the last job and the judgment, for what follows an end.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(50);

    /// <summary>
    /// Stack of a world: continuations of one process run inside each other, and a task whose stack runs out goes on in
    /// the thread pool, outside of the world.
    /// </summary>
    private const int StackBytes = 64 << 20;

    /// <summary>Runs a world on a thread of its own, with the same stack for every caller.</summary>
    public static RunResult Run(Scenario scenario, bool tellsStory = false)
    {
        RunResult? result = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = RunHere(scenario, tellsStory);
                }
#pragma warning disable CA1031 // The caller gets it.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    failure = ExceptionDispatchInfo.Capture(error);
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    private static RunResult RunHere(Scenario scenario, bool tellsStory)
    {
        var world = new World(scenario.Seed);
        var weather = new Weather(world, scenario.Plan, scenario.Seed + 1);
        var journal = new Journal(world, tellsStory);
        var ledger = new Ledger();
        var data = new StoreData(new WorldClock(world), scenario.Mutant) { Changed = journal.Changed };
        var fleet = new Fleet(world, weather, journal, ledger, data, scenario.Shape, scenario.Seed * 31);
        var client = new Client(world, weather, journal, ledger, data, fleet.AnyGateway);
        var start = world.Now;
        journal.MayLoseLeases = fleet.MayLoseLeases;
        journal.OpenJobs = ended => data.Members[ended].Where(data.Open.Contains);

        fleet.Start();
        foreach (var operation in scenario.Operations)
            client.Begin(operation);
        Chaos.Schedule(world, weather, fleet, journal, scenario.Plan);

        var calmAt = start + scenario.Plan.Until;
        world.RunUntil(() => world.Now >= calmAt, calmAt);
        Chaos.End(world, weather, fleet, journal);
        world.RunUntil(() => client.Busy == 0, calmAt + Patience);

        // An operator who pauses resumes.
        data.Records.Remove("pauses");
        var isDone = world.RunUntil(() => client.Busy == 0 && data.Open.Count == 0, calmAt + Patience);
        var end = world.Now + Quiet;
        world.RunUntil(() => false, end);
        client.ListDeadLetters();
        world.RunUntil(() => client.Listed is not null, end + Patience);

        var contract = new Contract(world, journal, ledger, data, fleet, client.Listed ?? [], isDone);
        return new RunResult(scenario, world.Now - start, world.Steps)
        {
            Violations = contract.Judge(),
            Faults = weather.Injected,
            Digest = Digest(world, data),
            Jobs = data.Jobs.Count,
            Story = journal.Story,
        };
    }

    private static long Digest(World world, StoreData data)
    {
        var digest = world.Steps;
        foreach (var job in data.Jobs.Values)
        {
            digest = digest * 31 + (int)job.State;
            digest = digest * 31 + job.Fence;
            digest = digest * 31 + job.UpdatedAt.Ticks;
            digest = digest * 31 + BitConverter.ToInt64(job.Id.Value.ToByteArray(), 8);
        }

        return digest;
    }

    /// <summary>The clock of the world, which is the store's.</summary>
    private sealed class WorldClock(World world) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => world.UtcNow;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => world.Now.Ticks;
    }
}
