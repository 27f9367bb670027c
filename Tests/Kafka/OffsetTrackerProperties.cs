using Adapters.Kafka.Consuming;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Kafka;

public sealed class OffsetTrackerProperties
{
    private const int Partition = 7;

    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20_261_121, 1);

    /// <summary>Generates deliveries with gaps, and an order in which their work ends.</summary>
    private static Arbitrary<(long[] Offsets, int[] Order)> Runs() =>
        (from gaps in Gen.Choose(1, 4).NonEmptyListOf()
         from start in Gen.Choose(0, 1000)
         let offsets = gaps.Scan((long)start, (offset, gap) => offset + gap)
         from order in Gen.Shuffle(Enumerable.Range(0, offsets.Length).ToArray())
         select (offsets, order)).ToArbitrary();

    [Fact]
    public void The_position_is_never_beyond_an_unfinished_offset() =>
        Check.One(Seeded, Prop.ForAll(Runs(), run =>
        {
            var (tracker, tickets) = Deliver(run.Offsets);
            var unfinished = new SortedSet<long>(run.Offsets);
            foreach (var index in run.Order)
            {
                unfinished.Remove(run.Offsets[index]);
                if (tracker.Finish(tickets[index]) is { } position && unfinished.Count > 0)
                    Assert.Equal(unfinished.Min, position);
            }
        }));

    [Fact]
    public void The_position_only_moves_forward_and_ends_after_the_last_offset() =>
        Check.One(Seeded, Prop.ForAll(Runs(), run =>
        {
            var (tracker, tickets) = Deliver(run.Offsets);
            var position = long.MinValue;
            foreach (var index in run.Order)
            {
                if (tracker.Finish(tickets[index]) is not { } next)
                    continue;

                Assert.True(next > position);
                position = next;
            }

            Assert.Equal(run.Offsets[^1] + 1, position);
            Assert.Equal(0, tracker.Unfinished(Partition));
        }));

    [Fact]
    public void Work_that_ends_twice_changes_nothing_the_second_time() =>
        Check.One(Seeded, Prop.ForAll(Runs(), run =>
        {
            var (tracker, tickets) = Deliver(run.Offsets);
            foreach (var index in run.Order)
            {
                tracker.Finish(tickets[index]);
                Assert.Null(tracker.Finish(tickets[index]));
            }

            Assert.Equal(0, tracker.Unfinished(Partition));
        }));

    [Fact]
    public void Work_of_an_earlier_assignment_moves_nothing() =>
        Check.One(Seeded, Prop.ForAll(Runs(), run =>
        {
            var (tracker, tickets) = Deliver(run.Offsets);
            tracker.Drop(Partition);
            tracker.Assign(Partition);
            var again = run.Offsets.Select(offset => tracker.Deliver(Partition, offset)).ToArray();

            Assert.All(tickets, ticket => Assert.Null(tracker.Finish(ticket)));
            Assert.Equal(run.Offsets.Length, tracker.Unfinished(Partition));
            Assert.All(run.Order, index => tracker.Finish(again[index]));
            Assert.Equal(0, tracker.Unfinished(Partition));
        }));

    [Fact]
    public void Work_of_a_dropped_partition_is_not_ours_to_commit()
    {
        var (tracker, tickets) = Deliver([1, 2, 3]);

        tracker.Drop(Partition);

        Assert.All(tickets, ticket => Assert.Null(tracker.Finish(ticket)));
    }

    [Fact]
    public void Partitions_do_not_delay_each_other()
    {
        var tracker = new OffsetTracker<int>();
        tracker.Assign(1);
        tracker.Assign(2);
        tracker.Deliver(1, 10);
        var other = tracker.Deliver(2, 20);

        Assert.Equal(21, tracker.Finish(other));
        Assert.Equal(1, tracker.Unfinished(1));
    }

    [Fact]
    public void A_log_that_was_rewound_is_tracked_from_its_next_offset()
    {
        var (tracker, tickets) = Deliver([100, 101]);

        var rewound = tracker.Deliver(Partition, 5);

        Assert.Null(tracker.Finish(tickets[0]));
        Assert.Equal(6, tracker.Finish(rewound));
    }

    private static (OffsetTracker<int> Tracker, Ticket<int>[] Tickets) Deliver(long[] offsets)
    {
        var tracker = new OffsetTracker<int>();
        tracker.Assign(Partition);
        return (tracker, [.. offsets.Select(offset => tracker.Deliver(Partition, offset))]);
    }
}

file static class Sequences
{
    public static long[] Scan(this IEnumerable<int> gaps, long start, Func<long, int, long> step)
    {
        var all = new List<long> { start };
        foreach (var gap in gaps)
            all.Add(step(all[^1], gap));
        return [.. all];
    }
}
