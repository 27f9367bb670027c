using Jobs;
using Jobs.Pace;

namespace Tests.Pace;

public sealed class LaneTurnsTests
{
    private const string Kind = "link";

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public void Clients_share_the_turns_by_weight(int room)
    {
        var weights = new Dictionary<string, double> { ["d"] = 2, ["e"] = 5 };
        var lanes = "abcde".Select(client => Lane(JobPriority.Normal, client.ToString())).ToList();
        var turns = new LaneTurns(weights);

        var counts = Count(turns, lanes, room, 10_000);

        foreach (var lane in lanes)
        {
            var share = weights.GetValueOrDefault(lane.Client, 1) / 10.0;
            Assert.InRange(counts[lane] / 10_000.0, share * 0.98, share * 1.02);
        }
    }

    [Fact]
    public void An_urgent_lane_goes_first_and_bulk_keeps_a_small_share()
    {
        var bulk = Lane(JobPriority.Bulk, "bulk");
        var urgent = Lane(JobPriority.Interactive, "urgent");
        var turns = new LaneTurns(new Dictionary<string, double>());
        Count(turns, [bulk], 10, 10_000);

        var first = turns.Choose([urgent, bulk], Rooms(1), 1);
        var counts = Count(turns, [urgent, bulk], 10, 10_000);

        Assert.Equal(urgent, Assert.Single(first).Lane);
        Assert.InRange(counts[bulk], 50, 200);
    }

    [Fact]
    public void A_new_client_is_next_but_one_behind_any_backlog()
    {
        var old = Lane(JobPriority.Normal, "old");
        var young = Lane(JobPriority.Normal, "young");
        var turns = new LaneTurns(new Dictionary<string, double>());
        Count(turns, [old], 1, 100_000);

        var next = Enumerable.Range(0, 2).SelectMany(_ => turns.Choose([old, young], Rooms(1), 1)).ToList();

        Assert.Contains(young, next.Select(choice => choice.Lane));
    }

    [Fact]
    public void Idling_earns_no_turns()
    {
        var steady = Lane(JobPriority.Normal, "a");
        var idle = Lane(JobPriority.Normal, "b");
        var turns = new LaneTurns(new Dictionary<string, double>());
        Count(turns, [steady, idle], 1, 10);
        turns.Forget(idle);
        Count(turns, [steady], 1, 1_000);

        var counts = Count(turns, [steady, idle], 1, 100);

        Assert.InRange(counts[idle], 49, 51);
    }

    [Fact]
    public void Kinds_do_not_block_each_other()
    {
        var link = Lane(JobPriority.Interactive, "a");
        var webhook = new JobLane(JobPriority.Bulk, "webhook", "");
        var turns = new LaneTurns(new Dictionary<string, double>());

        var choice = turns.Choose(
            [link, webhook], new Dictionary<string, int> { [Kind] = 0, ["webhook"] = 3 }, limit: 10);

        Assert.Equal([(webhook, 3)], choice);
    }

    private static JobLane Lane(JobPriority priority, string client) => new(priority, Kind, client);

    private static Dictionary<string, int> Rooms(int room) => new() { [Kind] = room };

    private static Dictionary<JobLane, int> Count(LaneTurns turns, IReadOnlyList<JobLane> lanes, int room, int jobs)
    {
        var counts = lanes.ToDictionary(lane => lane, _ => 0);
        for (var taken = 0; taken < jobs;)
        {
            foreach (var (lane, number) in turns.Choose(lanes, Rooms(room), room))
            {
                counts[lane] += number;
                taken += number;
            }
        }

        return counts;
    }
}
