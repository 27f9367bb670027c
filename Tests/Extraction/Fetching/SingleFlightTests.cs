using Extraction.Fetching;
using Tests.Support;

namespace Tests.Extraction.Fetching;

public sealed class SingleFlightTests
{
    private readonly SingleFlight<string, int> flights = new();
    private readonly TaskCompletionSource<int> landing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int started;
    private bool canceled;

    [Fact]
    public async Task Concurrent_callers_share_one_run()
    {
        var asked = Enumerable.Range(0, 20).Select(_ => AskAsync("a")).ToArray();

        landing.SetResult(7);

        Assert.All(await Task.WhenAll(asked), result => Assert.Equal(7, result));
        Assert.Equal(1, started);
    }

    [Fact]
    public async Task Different_keys_share_nothing()
    {
        var asked = new[] { AskAsync("a"), AskAsync("b") };

        landing.SetResult(7);

        await Task.WhenAll(asked);
        Assert.Equal(2, started);
    }

    [Fact]
    public async Task Nothing_is_kept_after_success_or_failure()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => flights.RunAsync("a", _ => throw new InvalidOperationException(), default));

        Assert.Equal(1, await flights.RunAsync("a", _ => Task.FromResult(1), default));
        Assert.Equal(2, await flights.RunAsync("a", _ => Task.FromResult(2), default));
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_end_the_work_of_others()
    {
        using var leaving = new CancellationTokenSource();
        var left = AskAsync("a", leaving.Token);
        var stayed = AskAsync("a");

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        landing.SetResult(7);

        Assert.Equal(7, await stayed);
        Assert.False(canceled);
    }

    [Fact]
    public async Task When_the_last_caller_leaves_the_work_is_canceled_and_the_next_call_starts_over()
    {
        using var leaving = new CancellationTokenSource();
        var left = AskAsync("a", leaving.Token);
        await Eventually.TrueAsync(() => Volatile.Read(ref started) == 1, "the work starts");

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        await Eventually.TrueAsync(() => Volatile.Read(ref canceled), "the work is canceled");

        Assert.Equal(5, await flights.RunAsync("a", _ => Task.FromResult(5), default));
    }

    [Fact]
    public void The_work_stays_on_the_context_of_its_first_caller()
    {
        var context = new QueueContext();
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            var seen = new List<SynchronizationContext?>();
            var flight = flights.RunAsync(
                "a",
                async _ =>
                {
                    seen.Add(SynchronizationContext.Current);
                    await Task.Yield();
                    seen.Add(SynchronizationContext.Current);
                    return 1;
                },
                default);
            context.RunAll();

            Assert.True(flight.IsCompletedSuccessfully);
            Assert.Equal([context, context], seen);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }
    }

    private Task<int> AskAsync(string key, CancellationToken cancellationToken = default) => flights.RunAsync(
        key,
        async token =>
        {
            Interlocked.Increment(ref started);
            try
            {
                return await landing.Task.WaitAsync(token);
            }
            catch (OperationCanceledException)
            {
                Volatile.Write(ref canceled, true);
                throw;
            }
        },
        cancellationToken);

    /// <summary>Runs what is posted on the thread of the test.</summary>
    private sealed class QueueContext : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Call, object? State)> posted = new();

        public override void Post(SendOrPostCallback d, object? state) => posted.Enqueue((d, state));

        public void RunAll()
        {
            while (posted.TryDequeue(out var next))
                next.Call(next.State);
        }
    }
}
