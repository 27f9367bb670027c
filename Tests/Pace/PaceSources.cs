using Adapters.YouTubeSources.YouTubeApi;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Jobs;
using Jobs.Failures;
using Jobs.Workers;
using Tests.Extraction.Sources;

namespace Tests.Pace;

/// <summary>A source that answers for up to fifty videos with one request of its budget.</summary>
internal sealed class BatchedSource : IVideoSource, IVideoCalls
{
    private const int MaxIds = 50;

    private readonly Action<int> called;
    private readonly TimeProvider clock;
    private readonly VideoBatcher batcher;

    public BatchedSource(string name, TimeProvider clock, int requestsPerMinute, Action<int> called)
    {
        (Name, this.clock, this.called) = (name, clock, called);
        Budget = new RequestBudget(requestsPerMinute, clock) { JobsPerRequest = MaxIds };
        var options = new YouTubeApiOptions();
        batcher = new VideoBatcher(
            this,
            new BatchLimits(MaxIds, options.BatchWindow, options.CrowdedBatchWindow, options.BudgetWait),
            clock);
    }

    public string Name { get; }

    public RequestBudget Budget { get; }

    public bool TakesOwnBudget => true;

    public ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new SourceReadiness(true, "1.0"));

    public Task<SourceAnswer<Video>> GetAsync(VideoId id, CancellationToken cancellationToken) =>
        batcher.GetAsync(id, cancellationToken);

    public ValueTask<bool> TakeAsync(TimeSpan patience, Func<int> videos, CancellationToken cancellationToken) =>
        Budget.TakeAsync(patience, videos, cancellationToken);

    public void GiveBack() => Budget.Charge(-1);

    public SourceFailure NoRequest() =>
        new(FailureKind.RateLimited, "No request.", code: SourceFailureCodes.BudgetSpent);

    public Task<IReadOnlyDictionary<VideoId, SourceAnswer<Video>>> GetAsync(
        IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken)
    {
        called(ids.Count);
        return Task.FromResult<IReadOnlyDictionary<VideoId, SourceAnswer<Video>>>(ids.ToDictionary(
            id => id, SourceAnswer<Video> (id) => FakeSource.Of(id, Name, clock.GetUtcNow())));
    }
}

/// <summary>Reports a fixed number of workers.</summary>
internal sealed class FixedWorkers(int count, JobsOptions options, TimeProvider clock) : IWorkerStore
{
    public ValueTask ReportAsync(WorkerReport report, CancellationToken cancellationToken) => default;

    public ValueTask RemoveAsync(string name, CancellationToken cancellationToken) => default;

    public ValueTask<IReadOnlyList<WorkerReport>> ListAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<WorkerReport>>(
        [
            .. Enumerable.Range(0, count).Select(number => new WorkerReport
            {
                Name = $"worker {number}",
                StartedAt = now,
                At = clock.GetUtcNow(),
                ExpiresAt = now.AddMinutes(1),
                InFlight = 0,
                MaxInFlight = options.MaxInFlight,
                MaxDownloads = options.MaxDownloads,
                Share = new WorkerShare([], null),
            }),
        ]);
}
