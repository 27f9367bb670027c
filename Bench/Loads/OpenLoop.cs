using System.Diagnostics;

namespace Bench.Loads;

/// <summary>
/// Sends requests at fixed times, regardless of earlier ones. Latency counts from the intended time: a client that
/// waits for a slow server hides how slow it is.
/// </summary>
internal static class OpenLoop
{
    /// <param name="perSecond">Requests a second.</param>
    /// <param name="duration">How long requests are sent.</param>
    /// <param name="send">Sends the request with this number and reads its whole answer.</param>
    /// <param name="clock">Stamps the start.</param>
    /// <param name="cancellationToken">Ends the load early.</param>
    public static async Task<LoadResult> RunAsync(
        double perSecond, TimeSpan duration, Func<int, Task<Reply>> send, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var sent = new List<Task>();
        var load = new LoadResult((int)Math.Round(perSecond * duration.TotalSeconds), clock.GetUtcNow());

        // A thread of its own: the pool may be busy with answers when the next request is due.
        await Task.Factory.StartNew(
            () => Send(load, perSecond, send, sent, cancellationToken),
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(sent);
        load.Elapsed = load.Answers.Count == 0 ? load.LastSent : load.Answers.Max();
        return load;
    }

    private static void Send(
        LoadResult load, double perSecond, Func<int, Task<Reply>> send, List<Task> sent,
        CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < load.Requests && !cancellationToken.IsCancellationRequested; number++)
        {
            var intended = TimeSpan.FromSeconds(number / perSecond);

            // The system's timers count in milliseconds: rather a little early than late, and no spinning on a core
            // that what is measured could use.
            var left = (int)Math.Floor((intended - watch.Elapsed).TotalMilliseconds);
            if (left > 0)
                Thread.Sleep(left);

            var now = watch.Elapsed;
            load.LastSent = now;
            sent.Add(MeasureAsync(load, number, now < intended ? now : intended, watch, send));
        }
    }

    private static async Task MeasureAsync(
        LoadResult load, int number, TimeSpan intended, Stopwatch watch, Func<int, Task<Reply>> send)
    {
        var reply = await send(number);
        var at = watch.Elapsed;
        load.Add(number, reply, at - intended, at);
    }
}
