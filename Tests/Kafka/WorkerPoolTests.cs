using System.Collections.Concurrent;
using Adapters.Kafka.Consuming;
using Confluent.Kafka;
using Tests.Support;

namespace Tests.Kafka;

public sealed class WorkerPoolTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromMinutes(2);

    private readonly OffsetTracker<TopicPartition> offsets = new();
    private readonly Assignment assignment = new();
    private readonly TaskCompletionSource release = new();
    private long next;
    private int started;

    [Fact]
    public async Task Completions_return_in_the_order_in_which_the_work_ends()
    {
        var ends = new ConcurrentDictionary<long, TaskCompletionSource>();
        using var pool = await StartAsync(3, async (delivery, _) =>
        {
            await EndOf(delivery).Task;
            return true;
        });
        var deliveries = Add(pool, 3);

        foreach (var delivery in deliveries.Reverse())
        {
            EndOf(delivery).SetResult();

            Assert.Equal(new CompletedDelivery(delivery, IsAcknowledged: true), await TakeAsync(pool));
        }

        pool.Stop(Generous);
        Assert.Equal((0, 0), (pool.Load, assignment.Running));

        TaskCompletionSource EndOf(Delivery delivery) =>
            ends.GetOrAdd(delivery.Ticket.Offset, _ => new TaskCompletionSource());
    }

    [Fact]
    public async Task No_more_than_the_limit_is_in_flight_and_the_rest_waits()
    {
        using var pool = await StartAsync(2, ProcessAsync);

        Add(pool, 5);

        await StartedAsync(2);
        Assert.Equal((5, 2), (pool.Load, assignment.Running));
        release.SetResult();
        for (var i = 0; i < 5; i++)
            Assert.True((await TakeAsync(pool)).IsAcknowledged);
        Assert.Equal((0, 5), (pool.Load, Volatile.Read(ref started)));
        pool.Stop(Generous);
    }

    [Fact]
    public async Task The_pool_is_full_at_one_mark_and_has_room_at_a_lower_one()
    {
        using var pool = await StartAsync(1, ProcessAsync);

        Add(pool, 15);
        Assert.False(pool.IsFull);
        Add(pool, 1);
        Assert.True(pool.IsFull);

        release.SetResult();
        for (var left = 15; left > 8; left--)
        {
            await TakeAsync(pool);
            Assert.Equal((false, false), (pool.IsFull, pool.HasRoom));
        }

        await TakeAsync(pool);
        Assert.True(pool.HasRoom);
        pool.Stop(Generous);
    }

    [Fact]
    public async Task Deliveries_of_a_revoked_assignment_are_neither_processed_nor_acknowledged()
    {
        using var pool = await StartAsync(1, ProcessAsync);
        Add(pool, 3);
        await StartedAsync(1);

        assignment.Revoke();
        release.SetResult();

        Assert.True((await TakeAsync(pool)).IsAcknowledged);
        Assert.False((await TakeAsync(pool)).IsAcknowledged);
        Assert.False((await TakeAsync(pool)).IsAcknowledged);
        pool.Stop(Generous);
        Assert.Equal((1, 0), (Volatile.Read(ref started), assignment.Running));
    }

    [Fact]
    public async Task Abandoned_work_is_canceled_and_not_acknowledged()
    {
        using var pool = await StartAsync(1, async (_, abandoning) =>
        {
            await Task.Delay(Timeout.Infinite, abandoning).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        });
        Add(pool, 1);

        pool.Abandon();

        Assert.False((await TakeAsync(pool)).IsAcknowledged);
        pool.Stop(Generous);
    }

    /// <summary>Creates the pool outside the test's synchronization context, like the poll thread.</summary>
    private static Task<WorkerPool> StartAsync(
        int maxInFlight, Func<Delivery, CancellationToken, Task<bool>> process) =>
        Task.Run(() => new WorkerPool(maxInFlight, process));

    private static async Task<CompletedDelivery> TakeAsync(WorkerPool pool)
    {
        CompletedDelivery completion = default;
        await Eventually.TrueAsync(() => pool.TryTake(out completion), "a completion arrives");
        return completion;
    }

    private Task StartedAsync(int count) =>
        Eventually.TrueAsync(() => Volatile.Read(ref started) == count, $"{count} deliveries are in flight");

    private async Task<bool> ProcessAsync(Delivery delivery, CancellationToken abandoning)
    {
        Interlocked.Increment(ref started);
        await release.Task;
        return true;
    }

    private Delivery[] Add(WorkerPool pool, int count)
    {
        var partition = new TopicPartition("links.requested", 0);
        var deliveries = Enumerable.Range(0, count).Select(
            _ => new Delivery(offsets.Deliver(partition, next++), assignment, Array.Empty<byte>(), null)).ToArray();
        Array.ForEach(deliveries, pool.Add);
        return deliveries;
    }
}
