using Extraction.Links;
using Extraction.Sources;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>
/// Gathers the videos that many jobs ask for within a moment into one request. The first one opens a batch, others join
/// until the moment is over or the batch is full. Bounded by its callers. Safe for several threads.
/// </summary>
internal sealed class VideoBatcher(
    Func<IReadOnlyCollection<VideoId>, CancellationToken, Task<IReadOnlyDictionary<VideoId, SourceResult>>> ask,
    int maxIds,
    TimeSpan window,
    TimeProvider clock)
{
    private readonly Lock gate = new();
    private Batch? open;

    /// <summary>
    /// Each caller's cancellation ends its own wait; the request goes on for the others, within its own time-out.
    /// </summary>
    public async Task<SourceResult> GetAsync(VideoId id, CancellationToken cancellationToken)
    {
        Batch batch;
        lock (gate)
        {
            batch = open ??= Open();
            batch.Ids.Add(id);
            if (batch.Ids.Count >= maxIds)
            {
                open = null;
                batch.Full.TrySetResult();
            }
        }

        return (await batch.Results.WaitAsync(cancellationToken))[id];
    }

    private Batch Open()
    {
        var batch = new Batch();
        batch.Results = Task.Run(() => SendAsync(batch), CancellationToken.None);
        return batch;
    }

    private async Task<IReadOnlyDictionary<VideoId, SourceResult>> SendAsync(Batch batch)
    {
        await Task.WhenAny(batch.Full.Task, Task.Delay(window, clock));
        lock (gate)
        {
            if (open == batch)
                open = null;
        }

        return await ask(batch.Ids, CancellationToken.None);
    }

    /// <summary>Guarded by the batcher's gate while it is open, read by its sender after that.</summary>
    private sealed class Batch
    {
        public HashSet<VideoId> Ids { get; } = [];

        public TaskCompletionSource Full { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyDictionary<VideoId, SourceResult>> Results { get; set; } = null!;
    }
}
