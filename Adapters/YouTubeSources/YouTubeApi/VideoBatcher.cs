using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>
/// Combines videos that many jobs request at nearly the same time into one request. The first video opens a batch;
/// others join until the window closes or the batch is full. Bounded by its callers. Thread-safe.
/// </summary>
internal sealed class VideoBatcher(
    Func<IReadOnlyCollection<VideoId>, CancellationToken, Task<IReadOnlyDictionary<VideoId, SourceAnswer<Video>>>> ask,
    int maxIds,
    TimeSpan window,
    TimeProvider clock)
{
    private readonly Lock gate = new();
    private Batch? open;

    /// <summary>Asks for a video.</summary>
    /// <param name="id">The video.</param>
    /// <param name="cancellationToken">
    /// Cancels this caller's wait. The request continues for the others, within its own timeout.
    /// </param>
    public async Task<SourceAnswer<Video>> GetAsync(VideoId id, CancellationToken cancellationToken)
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

        return (await batch.Answers.WaitAsync(cancellationToken))[id];
    }

    private Batch Open()
    {
        var batch = new Batch();
        batch.Answers = Task.Run(() => SendAsync(batch), CancellationToken.None);
        return batch;
    }

    private async Task<IReadOnlyDictionary<VideoId, SourceAnswer<Video>>> SendAsync(Batch batch)
    {
        await Task.WhenAny(batch.Full.Task, Task.Delay(window, clock));
        lock (gate)
        {
            if (open == batch)
                open = null;
        }

        return await ask(batch.Ids, CancellationToken.None);
    }

    /// <summary>Guarded by the batcher's gate while open; read by its sender after that.</summary>
    private sealed class Batch
    {
        public HashSet<VideoId> Ids { get; } = [];

        public TaskCompletionSource Full { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyDictionary<VideoId, SourceAnswer<Video>>> Answers { get; set; } = null!;
    }
}
