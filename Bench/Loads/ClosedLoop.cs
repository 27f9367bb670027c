using System.Diagnostics;

namespace Bench.Loads;

/// <summary>
/// Runs a fixed number of callers, each of which sends its next request after the previous answer: finds the maximum
/// throughput.
/// </summary>
internal static class ClosedLoop
{
    /// <summary>More requests than any run makes; those are numbered from 0.</summary>
    private const int MaxRequests = 4_000_000;

    /// <param name="callers">How many at once.</param>
    /// <param name="duration">How long new requests are sent.</param>
    /// <param name="send">Sends the request with this number and reads its whole answer.</param>
    /// <param name="clock">Stamps the start.</param>
    /// <param name="cancellationToken">Ends the load early.</param>
    public static async Task<LoadResult> RunAsync(
        int callers, TimeSpan duration, Func<int, Task<Reply>> send, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var load = new LoadResult(MaxRequests, clock.GetUtcNow());
        var watch = Stopwatch.StartNew();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync, cancellationToken)));
        load.Elapsed = watch.Elapsed;
        return load;

        async Task CallAsync()
        {
            while (watch.Elapsed < duration && !cancellationToken.IsCancellationRequested)
            {
                var number = Interlocked.Increment(ref next);
                var began = watch.Elapsed;
                var reply = await send(number);
                var at = watch.Elapsed;
                load.LastSent = began;
                load.Add(number, reply, at - began, at);
            }
        }
    }
}
