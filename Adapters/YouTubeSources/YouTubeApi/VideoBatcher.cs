using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>
/// Combines videos that many jobs request at nearly the same time into one call. Takes the call's request from the
/// budget before it makes the call: while there is none, videos collect, so that calls are full when they matter most.
/// Bounded by its callers. Thread-safe.
/// </summary>
internal sealed class VideoBatcher(IVideoCalls calls, BatchLimits limits, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly BatchWindow window = new(limits);

    /// <summary>Videos that no call asks for yet, in the order in which they arrived.</summary>
    private readonly OrderedDictionary<VideoId, Waiting> waiting = [];

    /// <summary>Completed when enough videos wait, or a call ends; null while no video is collected.</summary>
    private TaskCompletionSource? changed;

    /// <summary>Asks for a video.</summary>
    /// <param name="id">The video.</param>
    /// <param name="cancellationToken">Cancels this caller's wait. A call continues for the others.</param>
    public async Task<SourceAnswer<Video>> GetAsync(VideoId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var caller = new Caller();
        var own = Join(id, caller);
        try
        {
            await using var cancelled = cancellationToken.UnsafeRegister(
                static (state, token) => ((Caller)state!).TrySetCanceled(token), caller);
            return await caller.Task;
        }
        finally
        {
            Leave(id, own, caller);
        }
    }

    private Waiting Join(VideoId id, Caller caller)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (!waiting.TryGetValue(id, out var own))
            {
                waiting.Add(id, own = new Waiting());
                window.Joined(now);
            }

            own.Callers.Add(caller);
            if (changed is null)
            {
                changed = NewSignal();

                // It serves other videos after this one, so it belongs to the trace of none.
                using (ExecutionContext.SuppressFlow())
                    _ = CollectAsync();
            }

            if (window.IsEnough(waiting.Count, now))
                changed.TrySetResult();
            return own;
        }
    }

    /// <summary>Removes a video that nobody waits for any more, unless a call asks for it already.</summary>
    private void Leave(VideoId id, Waiting own, Caller caller)
    {
        lock (gate)
        {
            own.Callers.Remove(caller);
            if (own.Callers.Count > 0 || !waiting.TryGetValue(id, out var current) || current != own)
                return;
            waiting.Remove(id);
            window.Left(1);
        }
    }

    /// <summary>Makes calls until no video waits.</summary>
    private async Task CollectAsync()
    {
        await Task.Yield();
        for (var isLast = false; !isLast;)
        {
            await GatherAsync();
            var isGranted = await TryTakeAsync();
            (var batch, isLast) = Take(isGranted ? limits.MaxIds : int.MaxValue);
            if (!isGranted)
                End(batch, caller => caller.TrySetResult(calls.NoRequest()));
            else if (batch.Count == 0)
                calls.GiveBack();
            else
                _ = SendAsync(batch);
        }
    }

    /// <summary>Waits until a call is full, or no more videos are expected soon.</summary>
    private async Task GatherAsync()
    {
        var since = clock.GetUtcNow();
        while (true)
        {
            TimeSpan left;
            TaskCompletionSource signal;
            lock (gate)
            {
                var now = clock.GetUtcNow();
                left = window.End(since, waiting.Count, now) - now;
                if (left <= TimeSpan.Zero)
                    return;
                if (changed!.Task.IsCompleted)
                    changed = NewSignal();
                signal = changed;
            }

            await using var late = clock.CreateTimer(
                static state => ((TaskCompletionSource)state!).TrySetResult(), signal, left, Timeout.InfiniteTimeSpan);
            await signal.Task;
        }
    }

    private async Task<bool> TryTakeAsync()
    {
        try
        {
            return await calls.TakeAsync(limits.Patience, CountWaiting, CancellationToken.None);
        }
#pragma warning disable CA1031 // The callers wait for an answer, so every failure must reach them.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Dictionary<VideoId, Waiting> batch;
            lock (gate)
            {
                batch = waiting.ToDictionary();
                waiting.Clear();
            }

            End(batch, caller => caller.TrySetException(error));
            return false;
        }
    }

    private int CountWaiting()
    {
        lock (gate)
            return waiting.Count;
    }

    private (Dictionary<VideoId, Waiting> Batch, bool IsLast) Take(int count)
    {
        lock (gate)
        {
            var batch = waiting.Take(count).ToDictionary();
            foreach (var id in batch.Keys)
                waiting.Remove(id);
            changed = waiting.Count == 0 ? null : NewSignal();
            return (batch, changed is null);
        }
    }

    private async Task SendAsync(Dictionary<VideoId, Waiting> batch)
    {
        try
        {
            var answers = await AskAsync(batch.Keys);
            foreach (var (id, own) in batch)
                End(own, caller => caller.TrySetResult(answers[id]));
        }
#pragma warning disable CA1031 // The callers wait for an answer, so every failure must reach them.
        catch (Exception error)
#pragma warning restore CA1031
        {
            foreach (var own in batch.Values)
                End(own, caller => caller.TrySetException(error));
        }
    }

    private async Task<IReadOnlyDictionary<VideoId, SourceAnswer<Video>>> AskAsync(IReadOnlyCollection<VideoId> ids)
    {
        lock (gate)
            window.CallStarted();
        try
        {
            return await calls.GetAsync(ids, CancellationToken.None);
        }
        finally
        {
            lock (gate)
            {
                window.CallEnded(clock.GetUtcNow());
                window.Left(ids.Count);
                changed?.TrySetResult();
            }
        }
    }

    private void End(Dictionary<VideoId, Waiting> batch, Action<Caller> end)
    {
        lock (gate)
            window.Left(batch.Count);
        foreach (var own in batch.Values)
            End(own, end);
    }

    private void End(Waiting own, Action<Caller> end)
    {
        Caller[] callers;
        lock (gate)
            callers = [.. own.Callers];
        foreach (var caller in callers)
            end(caller);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One job that waits for a video. Continues in its own context.</summary>
    private sealed class Caller()
        : TaskCompletionSource<SourceAnswer<Video>>(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A video until its answer arrives. The batcher's gate guards its callers.</summary>
    private sealed class Waiting
    {
        public List<Caller> Callers { get; } = [];
    }
}
