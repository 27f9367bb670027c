using System.Collections.Concurrent;
using Adapters.YouTubeSources.YouTubeApi;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;
using Tests.Extraction.Sources;

namespace Tests.Sources;

/// <summary>Answers every call, and grants the requests that the test allows.</summary>
internal sealed class FakeCalls : IVideoCalls
{
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource<bool>> turns = new();

    public int Requests { get; set; } = int.MaxValue;

    public int Taken { get; private set; }

    public int GivenBack { get; private set; }

    public bool Throws { get; set; }

    public ConcurrentQueue<int> Sizes { get; } = new();

    public int Waiting
    {
        get
        {
            lock (gate)
                return turns.Count;
        }
    }

    public void Allow(int requests) => Change(() => Requests += requests);

    public void Deny() => Change(() =>
    {
        while (turns.TryDequeue(out var turn))
            turn.SetResult(false);
    });

    public async ValueTask<bool> TakeAsync(
        TimeSpan patience, Func<int> videos, CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool> turn;
        lock (gate)
        {
            if (Requests > 0)
            {
                Requests--;
                Taken++;
                return true;
            }

            turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            turns.Enqueue(turn);
        }

        return await turn.Task;
    }

    public void GiveBack()
    {
        lock (gate)
            GivenBack++;
    }

    public SourceFailure NoRequest() =>
        new(FailureKind.RateLimited, "No request.", code: SourceFailureCodes.BudgetSpent);

    public Task<IReadOnlyDictionary<VideoId, SourceAnswer<Video>>> GetAsync(
        IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken)
    {
        if (Throws)
            throw new InvalidOperationException("A bug.");
        Sizes.Enqueue(ids.Count);
        return Task.FromResult<IReadOnlyDictionary<VideoId, SourceAnswer<Video>>>(ids.ToDictionary(
            id => id,
            SourceAnswer<Video> (id) => FakeSource.Of(id, "fake", DateTimeOffset.UnixEpoch)));
    }

    private void Change(Action change)
    {
        lock (gate)
        {
            change();
            while (Requests > 0 && turns.TryDequeue(out var turn))
            {
                Requests--;
                Taken++;
                turn.SetResult(true);
            }
        }
    }
}
