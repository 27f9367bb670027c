using Adapters.Kafka.Consuming;
using Confluent.Kafka;

namespace Tests.Kafka;

public sealed class PartitionTrackerTests
{
    private static readonly TopicPartition First = new("links.requested", 0);
    private static readonly TopicPartition Second = new("links.requested", 1);

    private readonly PartitionTracker tracker = new();

    [Fact]
    public void The_lowest_unfinished_offset_is_stored()
    {
        tracker.Assign([First]);
        var deliveries = Track(First, 10, 11, 12);

        Assert.Null(Complete(deliveries[1]));
        Assert.Equal(12, Complete(deliveries[0])?.Offset.Value);
        Assert.Equal(13, Complete(deliveries[2])?.Offset.Value);
    }

    [Fact]
    public void An_unacknowledged_delivery_moves_no_offset()
    {
        tracker.Assign([First]);
        var delivery = Track(First, 10)[0];

        Assert.Null(tracker.Complete(new CompletedDelivery(delivery, IsAcknowledged: false)));
    }

    [Fact]
    public void A_message_of_a_removed_partition_is_not_tracked()
    {
        tracker.Assign([First, Second]);
        tracker.Revoke([First]);
        tracker.Remove([First]);

        Assert.Null(tracker.Track(Message(First, 10)));
        Assert.NotNull(tracker.Track(Message(Second, 10)));
        Assert.Equal([Second], tracker.Assigned);
    }

    [Fact]
    public void A_completion_of_an_earlier_assignment_moves_no_offset()
    {
        tracker.Assign([First]);
        var earlier = Track(First, 10)[0];
        tracker.Revoke([First]);
        tracker.Remove([First]);
        tracker.Assign([First]);
        var current = Track(First, 10)[0];

        Assert.Null(Complete(earlier));
        Assert.Equal(11, Complete(current)?.Offset.Value);
    }

    [Fact]
    public void A_revoked_assignment_starts_no_delivery()
    {
        tracker.Assign([First, Second]);
        var (first, second) = (Track(First, 10)[0], Track(Second, 10)[0]);

        var ended = Assert.Single(tracker.Revoke([First]));

        Assert.Same(first.Assignment, ended);
        Assert.True(ended.WaitForEndAsync().IsCompletedSuccessfully);
        Assert.False(first.Assignment.TryStart());
        Assert.True(second.Assignment.TryStart());
        Assert.Equal((0, 1), (first.Assignment.Running, second.Assignment.Running));
    }

    [Fact]
    public void A_partition_that_returns_is_not_paused()
    {
        tracker.Assign([First, Second]);
        tracker.MarkPaused([First, Second]);
        tracker.Remove([First]);
        tracker.Assign([First]);

        Assert.Equal([First], tracker.Open);
        Assert.Equal([Second], tracker.Paused);
    }

    private Delivery[] Track(TopicPartition partition, params long[] offsets) =>
        [.. offsets.Select(offset => tracker.Track(Message(partition, offset))!)];

    private TopicPartitionOffset? Complete(Delivery delivery) =>
        tracker.Complete(new CompletedDelivery(delivery, IsAcknowledged: true));

    private static ConsumeResult<Ignore, byte[]> Message(TopicPartition partition, long offset) => new()
    {
        TopicPartitionOffset = new TopicPartitionOffset(partition, offset),
        Message = new Message<Ignore, byte[]> { Value = [1] },
    };
}
