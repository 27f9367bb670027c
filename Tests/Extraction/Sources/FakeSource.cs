using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;

namespace Tests.Extraction.Sources;

/// <summary>Returns the test's answers and counts questions.</summary>
internal sealed class FakeSource(string name, TimeProvider clock, int requestsPerMinute = 1000) : IVideoSource
{
    private int asked;

    public string Name => name;

    public RequestBudget Budget { get; } = new(requestsPerMinute, clock);

    public bool TakesOwnBudget { get; init; }

    public SourceReadiness Readiness { get; set; } = new(true, "1.0");

    public int Asked => Volatile.Read(ref asked);

    public Func<VideoId, CancellationToken, Task<SourceAnswer<Video>>> Answer { get; set; } =
        (id, _) => Task.FromResult<SourceAnswer<Video>>(Of(id, name, clock.GetUtcNow()));

    public ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(Readiness);

    public Task<SourceAnswer<Video>> GetAsync(VideoId id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref asked);
        return Answer(id, cancellationToken);
    }

    public void Fails(FailureKind kind, string reason, TimeSpan? retryAfter = null, bool isFinal = true) =>
        Answer = (_, _) => Task.FromResult<SourceAnswer<Video>>(
            new SourceFailure(new Failure(kind, reason, retryAfter), isFinal));

    public static Video Of(VideoId id, string source, DateTimeOffset fetchedAt) => new()
    {
        Id = id.Value,
        Title = $"Title {id}",
        Author = "Author",
        Duration = TimeSpan.FromSeconds(61),
        Source = source,
        FetchedAt = fetchedAt,
    };
}
